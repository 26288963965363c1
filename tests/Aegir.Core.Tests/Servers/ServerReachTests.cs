using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Servers;

/// <summary>What a verify finds between machines: clocks, databases, round trips.</summary>
public sealed class ServerReachTests
{
    [NeedsSshTheory]
    [InlineData(0, CheckState.Ok)]
    [InlineData(30, CheckState.Warning)]
    [InlineData(-30, CheckState.Warning)]
    [InlineData(90, CheckState.Failed)]
    public async Task A_clock_that_goes_wrong_is_told_before_newer_files_are_taken_for_older_ones(int seconds, CheckState expected)
    {
        using var folder = new TempFolder();
        using var server = new SshServer(folder);
        using var far = server.Host;
        var fake = folder.Write("bin/date", $"#!/bin/sh\nexec /bin/date -d '{seconds} seconds' \"$@\"\n");
        File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var machine = new OddMachine(far, folder.At("bin"));
        using var hub = AegirHub.Open(folder.At("hub/hub.db"), named => named.Name == "web1" ? machine : new LocalHost());
        hub.Servers.Add(server.Server with { WebRoot = folder.At("links"), Folder = folder.At("aegir") });
        var sink = new RecordingSink();

        var error = await Record.ExceptionAsync(() => hub.Servers.VerifyAsync("web1", sink, default));

        Assert.Equal(expected == CheckState.Failed ? "ServerClockWrong" : null, (error as AegirException)?.Id);
        Assert.Equal(expected == CheckState.Warning, sink.Events.Any(told => told.Kind == TaskEventKind.Warning && told.Message.StartsWith("clock: ", StringComparison.Ordinal)));
        Assert.Equal(2, machine.Count);
    }

    [NeedsLabFact("mariadbd|mysqld", "mariadb-install-db|mysql_install_db", "mariadb|mysql")]
    public async Task Web_servers_are_tried_from_the_address_that_the_database_server_sees()
    {
        using var lab = new Lab(1);
        using var mariaDb = MariaDbServer.For(lab);
        using var hub = AegirHub.Open(lab.Folder.At("hub/hub.db"));
        File.Copy(lab.KnownHosts, lab.Folder.At("hub/known_hosts"));
        lab[0].Run($"mkdir -p {lab.AegirFolder}; chown aegir: {lab.AegirFolder}");
        hub.Servers.Add(lab[0].Server with { WebRoot = lab.Folder.At("links") });
        hub.Servers.Add(new Server { Name = "db1", HostName = lab.HubAddress, Database = DatabaseType.MariaDb, DatabaseOptionFile = mariaDb.OptionFile, DatabaseHost = lab.HubAddress });

        var sink = new RecordingSink();
        Assert.Equal(ServerStatus.Enabled, (await hub.Servers.VerifyAsync("db1", sink, default)).Status);
        Assert.Contains(sink.Events, told => told.Message.StartsWith("database service: MariaDb 1", StringComparison.Ordinal));
        await hub.Servers.VerifyAsync("m1", sink, default);
        Assert.Contains(sink.Events, told => told.Message.StartsWith($"database from m1: gets through to db1, which is to let in {lab[0].Address}", StringComparison.Ordinal));

        // It has no sites there, so that it may be so.
        lab[0].Run($"ip route add blackhole {lab.HubAddress}/32 table 99; ip rule add to {lab.HubAddress} dport {mariaDb.Port} ipproto tcp table 99");
        await hub.Servers.VerifyAsync("m1", sink, default);
        Assert.Contains(sink.Events, told => told.Kind == TaskEventKind.Warning && told.Message.StartsWith("database from m1: Sites on 'm1' do not get through", StringComparison.Ordinal));
    }

    /// <summary>Finds its programs in another folder first, and counts what it is asked.</summary>
    private sealed class OddMachine(IHost host, string programs) : IHost
    {
        public int Count { get; private set; }

        public string Name => host.Name;

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
        {
            Count++;
            return host.RunAsync(
                command with { Environment = new Dictionary<string, string>(command.Environment) { ["PATH"] = programs + ":/usr/bin:/bin:/usr/sbin" } }, cancellation);
        }
    }
}
