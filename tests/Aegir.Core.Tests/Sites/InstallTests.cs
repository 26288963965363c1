using System.Net;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Sites;

/// <summary>New sites (aegir-spec 2.3).</summary>
[Collection(MariaDbTests.Name)]
public sealed class InstallTests(MariaDbServer server)
{
    private const string Site = "new.example.test";

    [NeedsMariaDbTheory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    public async Task A_new_site_answers_and_stands_as_it_should(int major, bool sqlite)
    {
        using var bench = new SiteBench(sqlite ? null : server, major);

        var installed = await bench.InstallAsync(bench.Order(" New.Example.TEST. ") with { Title = "The new one", Aliases = ["www.new.example.test", "*.shop.example.test"] });

        var site = installed.Site;
        Assert.Equal((Site, SiteStatus.Enabled, "standard", "base", Site, sqlite ? DatabaseType.Sqlite : DatabaseType.MariaDb),
            (site.Name, site.Status, site.Profile, site.Platform, site.Directory, site.DatabaseType));
        Assert.Equal(sqlite ? null : Server.MasterName, site.DatabaseServer);
        Assert.NotEmpty(bench.Hub.Sites.Packages(Site));
        using var visitor = new WebVisitor(bench.Docroot);
        foreach (var host in new[] { Site, "www.new.example.test", "a.shop.example.test" })
        {
            var (status, body) = visitor.Get(host);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("The new one", body);
        }
        // The link logs in, once.
        Assert.StartsWith($"http://{Site}/user/reset/1/", installed.LoginUrl);
        var login = new Uri(installed.LoginUrl!).PathAndQuery;
        Assert.Equal(HttpStatusCode.Found, visitor.Get(Site, login).Status);
        Assert.Equal(HttpStatusCode.Forbidden, visitor.Get(Site, login).Status);
        Assert.DoesNotContain("/user/reset/1", bench.Sink.ToString());
        // The installer left our settings alone (field note 11).
        Assert.StartsWith("<?php\n// Settings of new.example.test, written by Aegir.", bench.Settings(Site));
        Assert.DoesNotContain("BEGIN Aegir gate", bench.Settings(Site));
        Assert.False(Directory.Exists(bench.Docroot + "/sites/default/files"));
        Assert.False(File.Exists(bench.Docroot + "/sites/default/settings.php"));
        Assert.Equal("New password shows nowhere", Secrets(bench));
        Assert.Empty(bench.Leftovers());
        Assert.DoesNotContain("aegir_task_mark", sqlite ? "" : server.Query($"SHOW TABLES FROM {site.DatabaseName};"));
    }

    [NeedsMariaDbTheory]
    [Trait("Oracle", "47")]
    [InlineData(10)]
    [InlineData(7)]
    public async Task Owners_and_modes_are_those_of_the_table(int major)
    {
        using var bench = new SiteBench(server, major);

        await bench.InstallAsync(Site);

        string Of(string path) => Command.Run("stat", "-c", "%a %G", path == "" ? bench.FolderOf(Site) : $"{bench.FolderOf(Site)}/{path}").Trim();
        Assert.Equal("755", Of("").Split(' ')[0]);
        Assert.Equal("440 www-data", Of("settings.php"));
        Assert.Equal("440 www-data", Of("local.settings.php"));
        foreach (var name in new[] { "modules", "themes", "libraries" })
            Assert.Equal("2775", Of(name).Split(' ')[0]);
        foreach (var name in new[] { "files", "private", "private/files", "private/temp", "private/config", "private/config/sync" })
            Assert.Equal("2770 www-data", Of(name));
        Assert.True(File.Exists(bench.FolderOf(Site) + "/files/.htaccess"));
        Assert.Contains("denied", File.ReadAllText(bench.FolderOf(Site) + "/private/.htaccess"));
        if (major >= 8)
            Assert.Equal("644", Command.Run("stat", "-c", "%a", bench.Docroot + "/sites/sites.php").Trim());
    }

    [NeedsPhpFact]
    [Trait("Oracle", "5")]
    [Trait("Oracle", "7")]
    public async Task A_domain_is_kept_in_lower_case_and_must_be_one()
    {
        using var bench = new SiteBench();

        foreach (var name in new[] { "ex_ample.com", "-bad.com", "*.example.com", "", "a..b", "x.com/y", "../x" })
            Assert.Equal("SiteNameInvalid", (await Assert.ThrowsAsync<AegirException>(() => bench.InstallAsync(name))).Id);
        foreach (var alias in new[] { "*.com", "x*.example.com", "a b" })
            Assert.Equal("AliasInvalid", (await Assert.ThrowsAsync<AegirException>(() =>
                bench.InstallAsync(bench.Order("good.example.com") with { Aliases = [alias] }))).Id);

        var installed = await bench.InstallAsync(bench.Order("Example.COM ") with { Aliases = ["*.Example.com", "EXAMPLE.com"] });

        Assert.Equal("example.com", installed.Site.Name);
        Assert.Equal(["*.example.com"], installed.Site.Aliases);
        Assert.Equal("example.com", bench.Hub.Sites.Get("EXAMPLE.com").Name);
    }

    [NeedsPhpFact]
    public async Task A_name_that_a_site_has_is_taken_as_name_and_as_alias()
    {
        using var bench = new SiteBench();
        await bench.InstallAsync(bench.Order("one.example.test") with { Aliases = ["two.example.test"] });

        foreach (var order in new[] { bench.Order("two.example.test"), bench.Order("one.example.test"), bench.Order("three.example.test") with { Aliases = ["one.example.test"] } })
            Assert.Equal("SiteExists", (await Assert.ThrowsAsync<AegirException>(() => bench.InstallAsync(order))).Id);
    }

    [NeedsPhpFact]
    public async Task A_locked_platform_takes_no_new_site()
    {
        using var bench = new SiteBench();
        bench.Hub.Platforms.Lock("base");

        Assert.Equal("PlatformLocked", (await Assert.ThrowsAsync<AegirException>(() => bench.InstallAsync(Site))).Id);
    }

    [NeedsPhpFact]
    public async Task What_the_platform_lacks_is_told_before_anything_is_made()
    {
        using var bench = new SiteBench(major: 7);
        Directory.CreateDirectory(bench.FolderOf("taken.example.test"));
        File.WriteAllText(bench.FolderOf("taken.example.test") + "/settings.php", "<?php");

        foreach (var (order, id) in new[]
        {
            (bench.Order(Site) with { Profile = "agency" }, "ProfileMissing"),
            (bench.Order(Site) with { Profile = "../standard" }, "ProfileInvalid"),
            (bench.Order(Site) with { Language = "fr" }, "LanguageMissing"),
            (bench.Order(Site) with { Language = "x/y" }, "LanguageInvalid"),
            (bench.Order(Site) with { Platform = "none" }, "PlatformNotFound"),
            (bench.Order(Site) with { Database = null }, "DatabaseServerNeeded"),
            (bench.Order(Site) with { Client = "!" }, "ClientInvalid"),
            (bench.Order("taken.example.test"), "SiteFolderExists"),
        })
            Assert.Equal(id, (await Assert.ThrowsAsync<AegirException>(() => bench.InstallAsync(order))).Id);
        Assert.False(Directory.Exists(bench.FolderOf(Site)));
        Assert.Equal("<?php", File.ReadAllText(bench.FolderOf("taken.example.test") + "/settings.php"));
    }

    [NeedsPhpFact]
    public async Task A_hidden_profile_can_be_named_and_a_language_chosen()
    {
        using var bench = new SiteBench();

        Assert.Equal("testing", (await bench.InstallAsync(bench.Order("testing.example.test") with { Profile = "testing" })).Site.Profile);
        Assert.Equal("de", (await bench.InstallAsync(bench.Order("de.example.test") with { Language = "de" })).Site.Language);
        var error = await Assert.ThrowsAsync<AegirException>(() => bench.InstallAsync(bench.Order("fr.example.test") with { Language = "fr" }));
        Assert.Equal("InstallFailed", error.Id);
        Assert.False(Directory.Exists(bench.FolderOf("fr.example.test")));
    }

    [NeedsMariaDbTheory]
    [InlineData(10, "STANDIN_FAIL_SITE_INSTALL", "InstallFailed")]
    [InlineData(7, "STANDIN_FAIL_SITE_INSTALL", "InstallFailed")]
    [InlineData(10, "STANDIN_BROKEN_PAGES", "SiteLookFailed")]
    [InlineData(7, "STANDIN_BROKEN_PAGES", "SiteLookFailed")]
    public async Task Of_a_site_that_cannot_be_installed_nothing_is_left(int major, string wrong, string id)
    {
        using var bench = new SiteBench(server, major);
        await bench.InstallAsync("other.example.test");
        var sites = Command.Run("ls", "-A", bench.Docroot + "/sites");
        var table = File.Exists(bench.Docroot + "/sites/sites.php") ? File.ReadAllText(bench.Docroot + "/sites/sites.php") : null;
        bench.Switch(wrong, "1");

        var error = await Assert.ThrowsAsync<AegirException>(() => bench.InstallAsync(bench.Order(Site) with { Aliases = ["also.example.test"] }));

        Assert.Equal(id, error.Id);
        Assert.Equal(sites, Command.Run("ls", "-A", bench.Docroot + "/sites"));
        Assert.Equal(table, File.Exists(bench.Docroot + "/sites/sites.php") ? File.ReadAllText(bench.Docroot + "/sites/sites.php") : null);
        Assert.Equal("databases [] users []", DatabaseList.Of(server, "newex").ToString());
        Assert.Equal("SiteNotFound", Assert.Throws<AegirException>(() => bench.Hub.Sites.Get(Site)).Id);
        Assert.Equal("New password shows nowhere", Secrets(bench));
    }

    [NeedsMariaDbFact]
    public async Task The_database_takes_the_next_name_that_is_free()
    {
        using var bench = new SiteBench(server);
        await bench.InstallAsync("www.same.example.test");

        var second = await bench.InstallAsync("same.example.test");

        Assert.Equal("sameexampletes_0", second.Site.DatabaseName);
    }

    // Of what drush and we said, and what the store keeps.
    private static string Secrets(SiteBench bench)
    {
        var said = bench.Sink + string.Concat(bench.Hub.Tasks.Find(new TaskFilter()).SelectMany(task => bench.Hub.Tasks.LogOf(task.Id)).Select(entry => entry.Message));
        return said.Contains("password: ", StringComparison.OrdinalIgnoreCase) && !said.Contains("password: ***", StringComparison.OrdinalIgnoreCase) ? said : "New password shows nowhere";
    }
}
