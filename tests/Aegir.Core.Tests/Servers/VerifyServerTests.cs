using Aegir.Tests.Components;

namespace Aegir.Tests.Servers;

/// <summary>A verify of servers that are machines of their own.</summary>
public sealed class VerifyServerTests : IDisposable
{
    private readonly Lab lab = new(1);
    private readonly AegirHub hub;
    private readonly RecordingSink sink = new();

    public VerifyServerTests()
    {
        hub = AegirHub.Open(lab.Folder.At("hub/hub.db"));
        File.Copy(lab.KnownHosts, lab.Folder.At("hub/known_hosts"));
        hub.Servers.Add(lab[0].Server with { WebServer = WebServerType.Nginx });
    }

    [NeedsLabFact]
    public async Task A_fit_server_is_enabled_with_its_folders_in_their_modes()
    {
        lab[0].PhpFpm.Start();
        lab[0].Nginx.Start();
        lab[0].Run($"rm -rf {lab.AegirFolder}; mkdir -p {lab.AegirFolder}; chown aegir: {lab.AegirFolder}; chmod 755 {lab.AegirFolder}");

        var server = await hub.Servers.VerifyAsync("m1", sink, default);

        Assert.Equal(ServerStatus.Enabled, server.Status);
        Assert.NotNull(server.Verified);
        var folders = lab[0].FilesUnder(lab.AegirFolder);
        Assert.Contains("d 711 aegir aegir config", folders);
        Assert.Contains("d 711 aegir aegir clients", folders);
        Assert.Contains("d 755 aegir aegir platforms", folders);
        foreach (var check in new[] { "connection: ", "programs: all there", "clock: as this machine's", "web group: aegir is in www-data", "disk: ", "php: ", "web server: Nginx takes" })
            Assert.Contains(sink.Events, told => told.Message.StartsWith(check, StringComparison.Ordinal));
    }

    [NeedsLabFact]
    public async Task Everything_that_is_wrong_is_named_at_once_and_what_to_do_about_it()
    {
        lab[0].Run($"rm -rf {lab.AegirFolder}; mkdir -p {lab.AegirFolder}; chown root: {lab.AegirFolder}; chmod 755 {lab.AegirFolder}; sed '/^www-data:/s/,*aegir//' /etc/group >/tmp/group; cat /tmp/group >/etc/group");
        hub.Servers.Set("m1", server => server with { Php = "/usr/bin/cat" });

        var error = await Assert.ThrowsAsync<AegirException>(() => hub.Servers.VerifyAsync("m1", sink, default));

        Assert.Equal("ServerUnfit", error.Id);
        Assert.Contains("web group: The account aegir on 'm1' is not in the group 'www-data'", error.Message);
        Assert.Contains("usermod -a -G www-data aegir", error.Action);
        Assert.Contains($"{lab.AegirFolder} may not be written by aegir", error.Message);
        Assert.Contains("php: ", error.Message);
        Assert.Contains("web server: ", error.Message);
        Assert.Equal(ServerStatus.Queued, hub.Servers.Get("m1").Status);
        var task = hub.Tasks.Find(new TaskFilter { First = 1 }).Single();
        Assert.True(hub.Tasks.LogOf(task.Id).Count(line => line.Level == TaskLogLevel.Error) >= 4);
    }

    [NeedsLabFact]
    public async Task One_thing_that_is_wrong_keeps_its_own_error()
    {
        lab[0].PhpFpm.Start();
        lab[0].Nginx.Start();
        lab[0].Run($"mkdir -p {lab.AegirFolder}; chown -R aegir: {lab.AegirFolder}");

        hub.Servers.Set("m1", server => server with { WebGroup = "no-such-group" });
        Assert.Equal("WebGroupMissing", await ErrorAsync());
        hub.Servers.Set("m1", server => server with { WebGroup = "www-data" });

        lab[0].Run("mv /etc/sudoers.d/aegir /etc/aegir.sudo");
        Assert.Equal("SudoRuleMissing", await ErrorAsync());
        lab[0].Run("mv /etc/aegir.sudo /etc/sudoers.d/aegir");

        lab[0].Sshd.Stop();
        using (var another = AegirHub.Open(lab.Folder.At("hub/hub.db")))
            Assert.Equal("HostUnreachable", (await Assert.ThrowsAsync<AegirException>(() => another.Servers.VerifyAsync("m1", sink, default))).Id);
        lab[0].Sshd.Start();
        Assert.Equal(ServerStatus.Enabled, (await hub.Servers.VerifyAsync("m1", sink, default)).Status);
    }

    [NeedsLabFact]
    public async Task A_web_server_that_does_not_run_makes_a_warning_of_the_reload()
    {
        lab[0].PhpFpm.Start();
        lab[0].Run($"mkdir -p {lab.AegirFolder}; chown -R aegir: {lab.AegirFolder}");

        var server = await hub.Servers.VerifyAsync("m1", sink, default);

        Assert.Equal(ServerStatus.Enabled, server.Status);
        Assert.Equal(AegirTaskStatus.Warning, hub.Tasks.Find(new TaskFilter { First = 1 }).Single().Status);
        Assert.Contains(sink.Events, told => told.Kind == TaskEventKind.Warning && told.Message.StartsWith("web server reload: ", StringComparison.Ordinal));
    }

    // The original queued a verify of each; here a server's verify takes neither their leases nor the minutes that reading all code bases takes.
    [NeedsLabFact]
    [Trait("Oracle", "15")]
    public async Task A_verified_server_tells_how_to_verify_its_platforms_instead_of_doing_so()
    {
        hub.Servers.Add(new Server { Name = "local" });
        using var folder = new TempFolder();
        var platform = await hub.Platforms.AddAsync("drupal", PlatformPair.StandIn(folder, 10).OldRoot, null, sink, default, "local");

        await hub.Servers.VerifyAsync("local", sink, default);

        Assert.Contains(sink.Events, told => told.Message.Contains("Its 1 platforms are verified with: Get-AegirPlatform -Server 'local' | Invoke-AegirVerify"));
        Assert.Equal(platform.Verified, hub.Platforms.Get("drupal").Verified);
    }

    [NeedsLabFact]
    public async Task A_cluster_is_verified_by_its_members_and_one_that_is_down_is_a_warning()
    {
        hub.Servers.Add(new Server { Name = "other", WebRoot = lab.Folder.At("links") });
        await hub.Servers.VerifyAsync("other", sink, default);
        hub.Servers.Add(new Server { Name = "cluster", Members = ["m1", "other"] });
        lab[0].Sshd.Stop();

        var cluster = await hub.Servers.VerifyAsync("cluster", sink, default);

        Assert.Equal(ServerStatus.Enabled, cluster.Status);
        Assert.Contains(sink.Events, told => told.Kind == TaskEventKind.Warning && told.Message.StartsWith("m1: 'm1' (aegir@", StringComparison.Ordinal));
        Assert.Contains(sink.Events, told => told.Message == "other: answers.");
    }

    public void Dispose()
    {
        hub.Dispose();
        lab.Dispose();
    }

    private async Task<string> ErrorAsync() => (await Assert.ThrowsAsync<AegirException>(() => hub.Servers.VerifyAsync("m1", sink, default))).Id;
}
