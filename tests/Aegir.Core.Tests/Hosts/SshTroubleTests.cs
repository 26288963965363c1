using System.Diagnostics;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Hosts;

/// <summary>What becomes of commands when the way to the other machine, or the will of the caller, ends.</summary>
public sealed class SshTroubleTests : IDisposable
{
    // One that stays in the session, and one that leaves it.
    private const string Linger = "setsid sleep 1000.$1 & sleep 1000.$1 & : > \"$2\"; wait";

    private readonly TempFolder folder = new();
    private readonly string number = Random.Shared.Next(100000, 999999).ToString();

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task A_cancelled_command_ends_with_all_it_started(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var host = server.HostOver(transport);
        using var cancel = new CancellationTokenSource();
        var running = host.RunAsync(HostCommand.Script(Linger, number, folder.At("go")), cancel.Token);
        Assert.True(await Wait.UntilAsync(() => File.Exists(folder.At("go"))));
        Assert.True(await Wait.UntilAsync(() => Lingering() == 2));

        var clock = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 3);
        Assert.Equal(0, Lingering());
        Assert.Equal("still\n", (await host.RunAsync(new HostCommand("echo", "still"), default)).Output);
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task Recovery_finds_the_processes_of_a_task_by_its_mark(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var host = server.HostOver(transport);
        var running = new TaskHost(host, "7@/a hub.db").RunAsync(HostCommand.Script(Linger, number, folder.At("go")), default);
        Assert.True(await Wait.UntilAsync(() => Lingering() == 2));

        await host.ScriptAsync("Hosts.end-strays.sh", ["7@/a hub.db"], default);

        Assert.Equal(0, Lingering());
        Assert.NotEqual(0, (await running).ExitCode);
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task What_a_broken_connection_left_running_is_ended_before_the_next_command(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var link = new Link(server.Server.SshPort);
        using var host = SshServer.Open(server.Server with { SshPort = link.Port, Transport = transport }, server.KnownHosts);
        var running = host.RunAsync(HostCommand.Script(Linger, number, folder.At("go")), default);
        Assert.True(await Wait.UntilAsync(() => Lingering() == 2));

        link.Break();

        Assert.Equal("HostUnreachable", (await Assert.ThrowsAsync<AegirException>(() => running)).Id);
        Assert.Equal(2, Lingering());
        await host.RunAsync(new HostCommand("true"), default);
        Assert.Equal(0, Lingering());
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task A_link_that_is_cut_ends_in_an_error_within_fifteen_seconds(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var link = new Link(server.Server.SshPort);
        using var host = SshServer.Open(server.Server with { SshPort = link.Port, Transport = transport }, server.KnownHosts);
        var running = host.RunAsync(HostCommand.Script(Linger, number, folder.At("go")), default);
        Assert.True(await Wait.UntilAsync(() => Lingering() == 2));

        var clock = Stopwatch.StartNew();
        link.Cut();

        Assert.Equal("HostUnreachable", (await Assert.ThrowsAsync<AegirException>(() => running)).Id);
        Assert.InRange(clock.Elapsed.TotalSeconds, 3, 15);
        link.Mend();
        await host.RunAsync(new HostCommand("true"), default);
        Assert.Equal(0, Lingering());
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task Errors_of_the_way_there_are_told_apart(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        var reached = server.Server with { Transport = transport };
        Assert.Equal("HostUnreachable", await ErrorAsync(reached with { SshPort = Loopback.FreePort() }, server.KnownHosts));
        Assert.Equal("HostUnreachable", await ErrorAsync(reached with { HostName = "no-such-host.invalid" }, server.KnownHosts));
        Assert.Equal("SshLoginRefused", await ErrorAsync(reached with { SshKeyFile = server.NewKey("other") }, server.KnownHosts));
        Assert.Equal("SshLoginRefused", await ErrorAsync(reached with { SshKeyFile = folder.At("missing") }, server.KnownHosts));
        Assert.Equal("HostKeyUnknown", await ErrorAsync(reached, folder.At("none")));
        Assert.Equal("HostKeyUnknown", await ErrorAsync(reached with { Name = "web2" }, server.KnownHosts));
        var before = server.KnownHosts;
        server.Stop();
        server.NewHostKey();
        server.Start();
        Assert.Equal("HostKeyChanged", await ErrorAsync(reached, before));
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task An_account_without_a_shell_is_told_apart(ServerTransport transport)
    {
        using var server = new SshServer(folder, "ForceCommand echo not today; exit 1");
        Assert.Equal("HostShellUnfit", await ErrorAsync(server.Server with { Transport = transport }, server.KnownHosts));
    }

    public void Dispose()
    {
        Command.Try("pkill", "-KILL", "-f", "^sleep 1000." + number);
        folder.Dispose();
    }

    private static async Task<string> ErrorAsync(Server server, string knownHosts)
    {
        using var host = SshServer.Open(server, knownHosts);
        var error = await Assert.ThrowsAsync<AegirException>(() => host.RunAsync(new HostCommand("true"), default));
        Assert.Contains(server.Name, error.Message);
        return error.Id;
    }

    private int Lingering() => Directory.EnumerateDirectories("/proc").Count(process => SshHostTests.CommandLine(process).StartsWith("sleep 1000." + number, StringComparison.Ordinal));
}
