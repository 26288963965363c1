using System.Net;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Sites;

/// <summary>Disabling, enabling, changing and removing sites (aegir-spec 2.10).</summary>
[Collection(MariaDbTests.Name)]
public sealed class LifeTests(MariaDbServer server)
{
    private const string Site = "life.example.test";

    [NeedsMariaDbTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task A_disabled_site_lets_nobody_in_and_can_only_be_enabled_or_removed(int major)
    {
        using var bench = new SiteBench(server, major);
        await bench.InstallAsync(Site);
        var settings = bench.Settings(Site);

        var disabled = await bench.Hub.Sites.DisableAsync(Site, noBackup: false, bench.Sink, default);

        Assert.Equal(SiteStatus.Disabled, disabled.Status);
        Assert.Equal("Before it was disabled", Assert.Single(bench.Hub.Sites.Backups(Site)).Description);
        using var visitor = new WebVisitor(bench.Docroot);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, visitor.Get(Site).Status);
        // The gate's exit code: cron and drush are kept out as well.
        Assert.Equal(75, Command.Try("env", "HOME=/tmp", bench.Folder.At("base/vendor/bin/drush"), major == 7 ? "core-cron" : "core:cron", $"--uri={Site}", $"--root={bench.Docroot}").ExitCode);
        foreach (var refused in new Func<Task>[]
        {
            () => bench.Hub.Sites.BackupAsync(Site, new(), bench.Sink, default),
            () => bench.Hub.Sites.VerifyAsync(Site, bench.Sink, default),
            () => bench.Hub.Sites.LoginAsync(Site, bench.Sink, default),
            () => bench.Hub.Sites.ChangeAsync(Site, new SiteChange { Client = "x" }, bench.Sink, default),
            () => bench.Hub.Cron.RunAsync(Site, bench.Sink, default),
            () => bench.Hub.Sites.DisableAsync(Site, true, bench.Sink, default),
        })
            Assert.Equal("SiteDisabled", (await Assert.ThrowsAsync<AegirException>(refused)).Id);
        // Its name stays its own.
        Assert.Equal("SiteExists", (await Assert.ThrowsAsync<AegirException>(() => bench.InstallAsync(Site))).Id);

        var enabled = await bench.Hub.Sites.EnableAsync(Site, bench.Sink, default);

        Assert.Equal(SiteStatus.Enabled, enabled.Status);
        Assert.Equal(HttpStatusCode.OK, visitor.Get(Site).Status);
        Assert.Equal(settings, bench.Settings(Site));
        Assert.Equal("SiteNotDisabled", (await Assert.ThrowsAsync<AegirException>(() => bench.Hub.Sites.EnableAsync(Site, bench.Sink, default))).Id);
        Assert.Empty(bench.Leftovers());
    }

    [NeedsPhpFact]
    public async Task A_site_that_does_not_work_stays_disabled()
    {
        using var bench = new SiteBench();
        await bench.InstallAsync(Site);
        await bench.Hub.Sites.DisableAsync(Site, noBackup: true, bench.Sink, default);
        bench.Switch("STANDIN_BROKEN_PAGES");

        var error = await Assert.ThrowsAsync<AegirException>(() => bench.Hub.Sites.EnableAsync(Site, bench.Sink, default));

        Assert.Equal("SiteLookFailed", error.Id);
        Assert.Equal(SiteStatus.Disabled, bench.Hub.Sites.Get(Site).Status);
        using var visitor = new WebVisitor(bench.Docroot);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, visitor.Get(Site).Status);
        Assert.Empty(bench.Hub.Sites.Backups());
    }

    [NeedsMariaDbTheory]
    [Trait("Oracle", "6")]
    [Trait("Oracle", "20")]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(7, false)]
    public async Task A_removed_site_leaves_its_backups_and_its_names(int major, bool disabled)
    {
        using var bench = new SiteBench(server, major);
        await bench.InstallAsync("other.example.test");
        var before = (Sites: Command.Run("ls", "-A", bench.Docroot + "/sites"), Table: Table(bench));
        await bench.InstallAsync(bench.Order(Site) with { Aliases = ["also.example.test"], Client = "A. Client" });
        var backup = await bench.Hub.Sites.BackupAsync(Site, new(), bench.Sink, default);
        if (disabled)
            await bench.Hub.Sites.DisableAsync(Site, true, bench.Sink, default);
        Assert.Equal("databases [lifeexampletest] users [lifeexampletest]", DatabaseList.Of(server, "lifeex").ToString());
        var link = bench.Folder.At("aegir/clients/aclient/" + Site);
        Assert.True(Directory.Exists(link));

        await bench.Hub.Sites.RemoveAsync(Site, noBackup: false, bench.Sink, default);

        Assert.Equal("SiteNotFound", Assert.Throws<AegirException>(() => bench.Hub.Sites.Get(Site)).Id);
        Assert.Equal("databases [] users []", DatabaseList.Of(server, "lifeex").ToString());
        Assert.Equal("databases [otherexampletest] users [otherexampletest]", DatabaseList.Of(server, "otherex").ToString());
        Assert.Equal(before, (Command.Run("ls", "-A", bench.Docroot + "/sites"), Table(bench)));
        Assert.False(Path.Exists(link));
        var backups = bench.Hub.Sites.Backups(Site);
        Assert.Equal(["Generated on request", "Before it was removed"], backups.Select(item => item.Description));
        Assert.All(backups, item => Assert.True(File.Exists(item.Path) && item.IsOfRemovedSite));
        using (var packed = new Packed(backups[1].Path))
        {
            Assert.DoesNotContain("Aegir gate", packed.Text("settings.php"));
            Assert.Contains("-- Dump completed", packed.Text("database.sql"));
        }
        Assert.Empty(bench.Leftovers());

        // Its domain and its alias are free again.
        var again = await bench.InstallAsync(bench.Order("also.example.test") with { Aliases = [Site] });
        Assert.Equal("also.example.test", again.Site.Name);
        Assert.NotEqual(0, backup.Id);
    }

    [NeedsMariaDbFact]
    public async Task A_site_that_is_broken_is_removed_where_no_backup_is_asked_for()
    {
        using var bench = new SiteBench(server);
        await bench.InstallAsync(Site);
        File.SetUnixFileMode(bench.FolderOf(Site), (UnixFileMode)0x1ED);
        File.Delete(bench.FolderOf(Site) + "/settings.php");

        Assert.Equal("SettingsUnreadable", (await Assert.ThrowsAsync<AegirException>(() => bench.Hub.Sites.RemoveAsync(Site, false, bench.Sink, default))).Id);
        Assert.Equal(SiteStatus.Enabled, bench.Hub.Sites.Get(Site).Status);
        await bench.Hub.Sites.RemoveAsync(Site, true, bench.Sink, default);

        Assert.Equal("databases [] users [lifeexampletest]", DatabaseList.Of(server, "lifeex").ToString());
        Assert.False(Directory.Exists(bench.FolderOf(Site)));
        server.Query(string.Concat(bench.Accounts("lifeexampletest").Select(account => $"DROP USER {account};")));
    }

    [NeedsMariaDbFact]
    public async Task A_database_that_another_site_uses_stays()
    {
        using var trial = await Trial.MakeAsync([Site, "twin.example.test"], server);
        var folder = trial.Pair.OldDocroot + "/sites/";
        // Both on one database, as after a careless copy.
        Command.Run("sh", "-c", "chmod u+w \"$1\" \"$1/settings.php\"; cat \"$2/settings.php\" >\"$1/settings.php\"", "sh", folder + "twin.example.test", folder + Site);
        await trial.Hub.Sites.VerifyAsync("twin.example.test", trial.Test.Sink, default);

        await trial.Hub.Sites.RemoveAsync(Site, false, trial.Test.Sink, default);

        Assert.Contains("lifeexampletest", DatabaseList.Of(server, "lifeex").Databases);
        using var visitor = new WebVisitor(trial.Pair.OldDocroot);
        Assert.Equal(HttpStatusCode.OK, visitor.Get("twin.example.test").Status);
        server.DropAllOf(Site);
        server.DropAllOf("twin.example.test");
    }

    [NeedsMariaDbFact]
    public async Task What_an_upgrade_left_goes_with_its_site()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        await trial.Test.UpgradeAsync(Site);

        await trial.Hub.Sites.RemoveAsync(Site, false, trial.Test.Sink, default);

        Assert.Equal("databases [] users []", DatabaseList.Of(server, "lifeex").ToString());
        Assert.False(Path.Exists($"{trial.Pair.OldDocroot}/sites/{Site}"));
        Assert.False(Path.Exists($"{trial.Pair.NewDocroot}/sites/{Site}"));
        trial.Hub.Platforms.Remove("old");
    }

    [NeedsPhpTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task Names_change_on_the_disk_and_back_where_that_fails(int major)
    {
        using var bench = new SiteBench(major: major);
        await bench.InstallAsync(bench.Order(Site) with { Aliases = ["one.example.test"] });
        await bench.InstallAsync("taken.example.test");
        using var visitor = new WebVisitor(bench.Docroot);

        var changed = await bench.Hub.Sites.ChangeAsync(Site, new SiteChange { AddAliases = ["Two.example.test"], RemoveAliases = ["one.example.test"], Redirection = "two.example.test" }, bench.Sink, default);

        Assert.Equal(["two.example.test"], changed.Aliases);
        Assert.Equal("two.example.test", changed.Redirection);
        Assert.Contains(bench.Sink.Events, told => told.Kind == TaskEventKind.Warning && told.Message.Contains("redirections and https", StringComparison.Ordinal));
        Assert.Contains(Site, visitor.Get("two.example.test").Body);
        Assert.DoesNotContain("one.example.test", Table(bench) + bench.Settings(Site));
        if (major >= 8)
        {
            Assert.Equal("440", Command.Run("stat", "-c", "%a", bench.FolderOf(Site) + "/settings.php").Trim());
            Assert.Equal(HttpStatusCode.BadRequest, (HttpStatusCode)Trusted(bench, "stranger.example.test", visitor));
        }
        foreach (var (change, id) in new[]
        {
            (new SiteChange { AddAliases = ["taken.example.test"] }, "SiteExists"),
            (new SiteChange { AddAliases = ["*.test"] }, "AliasInvalid"),
            (new SiteChange { Redirection = "stranger.example.test" }, "RedirectionInvalid"),
            (new SiteChange { RemoveAliases = ["two.example.test"] }, "RedirectionInvalid"),
            (new SiteChange { CronInterval = TimeSpan.FromHours(-1) }, "IntervalInvalid"),
            (new SiteChange { CronInterval = TimeSpan.FromTicks(60) }, "IntervalInvalid"),
        })
            Assert.Equal(id, (await Assert.ThrowsAsync<AegirException>(() => bench.Hub.Sites.ChangeAsync(Site, change, bench.Sink, default))).Id);

        var before = (Table(bench), bench.Settings(Site));
        // A web server that takes no change: nothing of it may be left in the other files.
        File.WriteAllText(bench.Folder.At("web"), "not a folder");
        bench.Hub.Servers.Set(Server.MasterName, master => master with { WebRoot = bench.Folder.At("web") });
        await Assert.ThrowsAnyAsync<Exception>(() => bench.Hub.Sites.ChangeAsync(Site, new SiteChange { Aliases = [], Redirection = "" }, bench.Sink, default));
        Assert.Equal(before, (Table(bench), bench.Settings(Site)));
    }

    private static int Trusted(SiteBench bench, string host, WebVisitor visitor)
    {
        // A way to the site's settings that its names do not allow.
        var table = bench.Docroot + "/sites/sites.php";
        var text = File.ReadAllText(table);
        File.AppendAllText(table, $"$sites['{host}'] = '{Site}';\n");
        var (status, _) = visitor.Get(host);
        File.WriteAllText(table, text);
        return (int)status;
    }

    private static string? Table(SiteBench bench) =>
        File.Exists(bench.Docroot + "/sites/sites.php") ? File.ReadAllText(bench.Docroot + "/sites/sites.php") : null;
}
