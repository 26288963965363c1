using Aegir.Tests.Components;
using Aegir.WebServers;

namespace Aegir.Tests.WebServers;

/// <summary>How changes of a web server's configuration are put in place, tested and taken back.</summary>
public sealed class ApplyTests
{
    [NeedsWebServersTheory, Both]
    [Trait("Oracle", "47")]
    public async Task What_is_written_is_for_the_web_server_only(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.Hosting.PublishServerAsync(default);
        await trial.Hosting.PublishPlatformAsync("@platform_Drupal10", trial.Docroot, default);
        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.On, State = HostedState.Maintenance, PassToken = "aaaaaaaa" });
        var config = trial.Folder.At("aegir/config");

        foreach (var folder in new[] { config, config + "/server_master", config + "/includes" })
            Assert.Equal("711", Mode(folder));
        foreach (var name in new[] { "pre.d", "platform.d", "vhost.d", "subdir.d", "post.d" })
            Assert.Equal("700", Mode($"{trial.Web.Tree}/{name}"));
        foreach (var folder in new[] { config + "/ssl.d", config + "/server_master/ssl.d", $"{config}/ssl.d/{WebTrial.Site}", $"{config}/server_master/ssl.d/{WebTrial.Site}" })
            Assert.Equal("700", Mode(folder));
        foreach (var file in Directory.EnumerateFiles(config, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null))
            Assert.True(Mode(file) == "600", $"{file} has mode {Mode(file)}");
        var link = $"{config}/{Path.GetFileName(trial.Web.Tree)}.conf";
        Assert.Equal($"server_master/{Path.GetFileName(link)}", new FileInfo(link).LinkTarget);
    }

    [NeedsWebServersTheory, Both]
    public async Task Writing_what_is_there_changes_nothing_and_reloads_nothing(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.Required });
        var (before, calls) = (Tree(trial), trial.Web.Calls.Count);

        var other = trial.NewHosting();
        await other.PublishServerAsync(default);
        await other.PublishSiteAsync(trial.Hosted with { Https = HttpsMode.Required }, default);
        await other.ReloadAsync(default);
        await trial.Hosting.ReloadAsync(default);

        Assert.Equal(before, Tree(trial));
        Assert.Equal(calls, trial.Web.Calls.Count);
    }

    [NeedsWebServersTheory, Both]
    public async Task What_somebody_else_changed_is_put_right_by_the_next_publish(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        var before = Files(trial);
        File.AppendAllText($"{trial.Web.Tree}/vhost.d/{WebTrial.Site}", "# changed\n");
        File.SetUnixFileMode(trial.Web.Tree + "/vhost.d", (UnixFileMode)Convert.ToInt32("755", 8));
        File.SetUnixFileMode(trial.Folder.At($"aegir/config/server_master/{Path.GetFileName(trial.Web.Tree)}.conf"), (UnixFileMode)Convert.ToInt32("644", 8));

        await trial.NewHosting().PublishServerAsync(default);
        await trial.PublishAsync();

        Assert.Equal(before, Files(trial));
        Assert.Equal("700", Mode(trial.Web.Tree + "/vhost.d"));
        Assert.Equal("600", Mode(trial.Folder.At($"aegir/config/server_master/{Path.GetFileName(trial.Web.Tree)}.conf")));
    }

    [NeedsWebServersTheory, Both]
    public async Task A_configuration_that_is_refused_is_taken_back_and_the_old_site_goes_on(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        var before = Tree(trial);
        // Its first test fails, as if our change were bad.
        trial.Web.Hook($"#!/bin/sh\n[ \"$1\" != -t ] || [ -e {trial.Folder.At("failed")} ] || {{ touch {trial.Folder.At("failed")}; echo 'the words of the web server' >&2; exit 1; }}\n");

        var error = await Assert.ThrowsAsync<AegirException>(() => trial.Hosting.PublishSiteAsync(trial.Hosted with { State = HostedState.Disabled, Aliases = ["x.example.test"] }, default));
        await trial.Hosting.ReloadAsync(default);

        Assert.Equal("WebConfigurationRefused", error.Id);
        Assert.Contains("the words of the web server", error.Message);
        Assert.DoesNotContain("before this change", error.Message);
        Assert.Equal(before, Tree(trial));
        Assert.Equal(200, trial.Visitor.Get(WebTrial.Site).Status);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_first_configuration_that_is_refused_leaves_the_web_server_as_it_was(WebServerType type)
    {
        using var trial = new WebTrial(type);
        trial.Web.Hook($"#!/bin/sh\n[ \"$1\" != -t ] || [ -e {trial.Folder.At("failed")} ] || {{ touch {trial.Folder.At("failed")}; exit 1; }}\n");

        await Assert.ThrowsAsync<AegirException>(() => trial.Hosting.PublishServerAsync(default));

        Assert.Empty(Directory.EnumerateFiles(trial.Folder.At("aegir/config"), "*.conf"));
        Assert.Empty(Directory.EnumerateFiles(trial.Web.Tree, "*", SearchOption.AllDirectories));
        Command.Run(trial.Folder.At("web"), "-t");
        await trial.PublishAsync();
        Assert.Equal(200, trial.Visitor.Get(WebTrial.Site).Status);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_broken_file_of_somebody_else_is_named_and_not_blamed_on_us(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        var broken = trial.Folder.Write($"aegir/config/server_master/{Path.GetFileName(trial.Web.Tree)}/vhost.d/a-broken-one", "nonsense here;\n");
        var before = Tree(trial);

        var error = await Assert.ThrowsAsync<AegirException>(() => trial.Hosting.PublishSiteAsync(trial.Hosted with { Aliases = ["x.example.test"] }, default));

        Assert.Equal("WebConfigurationRefused", error.Id);
        Assert.Contains($"because of {broken}, which was so before this change", error.Message);
        Assert.Equal(before, Tree(trial));
        File.Delete(broken);
        await trial.PublishAsync(trial.Hosted with { Aliases = ["x.example.test"] });
        Assert.Equal(200, trial.Visitor.Get("x.example.test").Status);
    }

    [NeedsWebServersTheory, Both]
    public async Task What_a_killed_process_left_between_writing_and_testing_is_taken_back_first(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync(trial.Hosted with { Https = HttpsMode.On });
        var before = Files(trial);
        // The parent of the web server's program is our script.
        trial.Web.Hook("#!/bin/sh\n[ \"$1\" != -t ] || { kill -KILL $(ps -o ppid= -p $PPID); sleep 0.2; exit 1; }\n");
        await Assert.ThrowsAsync<AegirException>(() => trial.NewHosting().PublishSiteAsync(
            trial.Hosted with { State = HostedState.Disabled, Https = HttpsMode.Required }, default));
        Assert.NotEqual(before, Files(trial));
        trial.Web.Hook(null);

        await trial.NewHosting().ReloadAsync(default);

        Assert.Equal(before, Files(trial));
        Assert.Equal(200, trial.Visitor.Get(WebTrial.Site).Status);
        await trial.PublishAsync(trial.Hosted with { State = HostedState.Disabled });
        Assert.Equal(503, trial.Visitor.Get(WebTrial.Site).Status);
    }

    [NeedsWebServersTheory, Both]
    public async Task Many_at_once_neither_test_each_others_half_written_files_nor_reload_more_than_needed(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        var reloads = trial.Web.Reloads;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            trial.NewHosting().PublishSiteAsync(trial.Hosted with { Name = $"site{i}.example.test" }, default))));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => trial.NewHosting().ReloadAsync(default))));

        Assert.Equal(reloads + 1, trial.Web.Reloads);
        for (var i = 0; i < 8; i++)
            Assert.Equal(200, trial.Visitor.Get($"site{i}.example.test").Status);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_web_server_that_is_not_running_cannot_be_reloaded_and_takes_all_along_later(WebServerType type)
    {
        using var trial = new WebTrial(type);
        await trial.PublishAsync();
        trial.Web.Stop();
        await trial.Hosting.PublishSiteAsync(trial.Hosted with { State = HostedState.Disabled }, default);

        var error = await Assert.ThrowsAsync<AegirException>(() => trial.Hosting.ReloadAsync(default));
        Assert.Equal("WebReloadFailed", error.Id);

        trial.Web.Start();
        await trial.NewHosting().ReloadAsync(default);
        Assert.Equal(503, trial.Visitor.Get(WebTrial.Site).Status);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_web_server_that_does_not_include_our_configuration_is_told_of(WebServerType type)
    {
        using var trial = new WebTrial(type);
        var elsewhere = trial.NewHosting(server => server with { Folder = trial.Folder.At("aegir/elsewhere") });
        await elsewhere.PublishSiteAsync(trial.Hosted, default);

        var error = await Assert.ThrowsAsync<AegirException>(() => elsewhere.ReloadAsync(default));

        Assert.Equal("WebReloadFailed", error.Id);
        Assert.Contains("aegir/elsewhere/config/" + Path.GetFileName(trial.Web.Tree) + ".conf", error.Action);
    }

    [NeedsWebServersTheory, Both]
    public async Task A_program_that_is_missing_is_named(WebServerType type)
    {
        using var trial = new WebTrial(type);
        var hosting = trial.NewHosting(server => server with { WebCommand = ["/nowhere/web"] });

        var error = await Assert.ThrowsAsync<AegirException>(() => hosting.PublishServerAsync(default));

        Assert.Equal("WebServerMissing", error.Id);
        Assert.Contains("/nowhere/web", error.Message);
    }

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    // Everything below the server's folder, with times and modes.
    private static string Tree(WebTrial trial) => Command.Run("find", trial.Folder.At("aegir/config/server_master"), "-type", "f",
        "!", "-path", "*/.*", "-printf", "%P %m %T@ %s\n").Split('\n').Order().Aggregate("", (text, line) => text + line + "\n");

    private static string Files(WebTrial trial) => Command.Run("sh", "-c", "cd \"$1\" && find . -type f ! -path '*/.*/*' ! -name '.*' ! -name stamp.conf -exec md5sum {} + | sort",
        "sh", trial.Folder.At("aegir/config/server_master"));
}
