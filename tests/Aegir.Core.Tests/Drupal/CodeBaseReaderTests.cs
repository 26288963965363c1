namespace Aegir.Tests.Drupal;

public class CodeBaseReaderTests
{
    [Fact]
    public async Task ReadsAModernCodeBaseInOneRoundTrip()
    {
        using var tree = CodeBaseTree.Modern()
            .Module("modules/contrib/token", "version: '8.x-1.12'\nproject: token\nphp: 7.4\nhidden: true", "<?php\r\nfunction token_update_8001() {\r\n}\r\n")
            .Write("sites/default/settings.php", "<?php").Write("sites/a.example.com/settings.php", "<?php")
            .Write("sites/half.example.com/files/x.txt", "").Write("sites/all/settings.php", "<?php").Link("sites/b.example.com", "a.example.com");
        var host = new CountingHost();
        var code = await tree.ReadAsync(host: host);

        Assert.Equal(1, host.Count);
        Assert.Equal((tree.Root, tree.Root, "10.3.6", "8.1.0"), (code.Docroot, code.ProjectRoot, code.CoreVersion, code.PhpMinimum));
        Assert.Equal(["a.example.com", "default"], code.SiteDirectories);
        Assert.Empty(code.Warnings);
        Assert.False(code.HasSitesPhp);
        Assert.Null(code.Drush);
        Assert.Equal(["drupal", "standard", "system", "token", "olivero"], code.Packages.Select(package => package.Name));
        Assert.Equal(
            new Package
            {
                Type = PackageType.Module, Name = "token", Title = "The token", Version = "8.x-1.12", Project = "token", Schema = 8001,
                CoreRequirement = "^9 || ^10", PhpRequirement = "7.4", Path = "modules/contrib/token",
            }, code.Packages.Single(package => package.Name == "token"));
        var system = code.Packages.Single(package => package.Name == "system");
        Assert.Equal(("10.3.6", "drupal", 10201, 9401), (system.Version, system.Project, system.Schema, system.LastRemovedUpdate));
        Assert.Equal(PackageType.Theme, code.Packages.Single(package => package.Name == "olivero").Type);
    }

    [Fact]
    public async Task ReadsDrupal7()
    {
        using var tree = CodeBaseTree.Legacy()
            .Write("sites/all/modules/views/views.info", "; a comment = no value\nname = \"Views \\\"7\\\"\"\ndescription = 'two\nlines'\nversion = 7.x-3.20\nproject = views\nphp = 5.2\ncore = 7.x\ndependencies[] = ctools\nscripts[all][] = a.js\n")
            .Write("sites/all/modules/views/views.install", "<?php\nfunction views_update_7301() {}\nfunction views_update_7300() {}\nfunction views_ui_update_7999() {}\n")
            .Write("sites/all/modules/views/tests/views_test.info", "name = Test\ncore = 7.x\nhidden = TRUE\n")
            .Write("sites/a.com/modules/own/own.info", "name = Own\ncore = DRUPAL_CORE_COMPATIBILITY\n").Write("sites/a.com/settings.php", "<?php")
            .Write("profiles/commons/commons.profile", "<?php")
            .Write("profiles/commons/modules/contrib/og/og.info", "name = OG\ncore = 7.x\nversion = 7.x-2.0")
            .Write("profiles/commons/themes/origins/origins.info", "name = Origins\ncore = 7.x\n")
            .Write("sites/all/modules/rules/theme/fancy.info", "name = Fancy\nengine = phptemplate\ncore = 7.x\n");
        var code = await tree.ReadAsync();

        Assert.Empty(code.Warnings);
        Assert.Equal(("7.98", "5.3.3"), (code.CoreVersion, code.PhpMinimum));
        var packages = code.Packages.ToDictionary(package => package.Name);
        Assert.DoesNotContain("views_test", packages.Keys);
        Assert.Equal(
            new Package
            {
                Type = PackageType.Module, Name = "views", Title = "Views \"7\"", Version = "7.x-3.20", Project = "views", Schema = 7301,
                CoreRequirement = "7.x", PhpRequirement = "5.2", Path = "sites/all/modules/views",
            }, packages["views"]);
        Assert.Equal(("7.98", "drupal", 7085, 6055), (packages["system"].Version, packages["system"].Project, packages["system"].Schema, packages["system"].LastRemovedUpdate));
        Assert.Equal(("a.com", (string?)null, "7.x"), (packages["own"].SiteDirectory, packages["own"].Version, packages["own"].CoreRequirement));
        Assert.Equal((PackageType.Profile, "7.98"), (packages["commons"].Type, packages["commons"].Version));
        Assert.Equal((PackageType.Module, "commons"), (packages["og"].Type, packages["og"].Profile));
        Assert.Equal((PackageType.Theme, "commons"), (packages["origins"].Type, packages["origins"].Profile));
        Assert.Equal(PackageType.Theme, packages["fancy"].Type);
        Assert.Equal(["commons", "standard"], code.Packages.Where(package => package.Type == PackageType.Profile).Select(package => package.Name));
    }

    [Theory]
    [InlineData("8.9.20")]
    [InlineData("9.5.11")]
    [InlineData("10.3.x-dev")]
    [InlineData("10.4.0-beta1")]
    [InlineData("11.x-dev")]
    public async Task ReadsEveryModernVersion(string version)
    {
        using var tree = CodeBaseTree.Modern(version);
        var code = await tree.ReadAsync();
        Assert.Equal(version, code.CoreVersion);
        Assert.All(code.Packages, package => Assert.Equal(version, package.Version));
    }

    [Fact]
    public async Task TakesTheMinimumPhpOfDrupal8FromItsBootstrap()
    {
        using var tree = CodeBaseTree.Modern("8.9.20")
            .Write("core/lib/Drupal.php", "<?php\nclass Drupal {\n  const VERSION = '8.9.20';\n}\n");
        Assert.Null((await tree.ReadAsync()).PhpMinimum);
        tree.Write("core/includes/bootstrap.inc", "<?php\nconst DRUPAL_MINIMUM_PHP = '7.0.8';\n");
        Assert.Equal("7.0.8", (await tree.ReadAsync()).PhpMinimum);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("docroot")]
    [InlineData("html")]
    [InlineData("public")]
    [InlineData("my site/o'r\"oot")]
    public async Task FindsTheDocrootBelowTheProject(string docroot)
    {
        using var tree = CodeBaseTree.Modern(folder: "it's a \"$(place)\" `x` \\ ü", docroot: docroot + "/");
        tree.Write("composer.json", "{\n  \"extra\": { \"drupal-scaffold\": { \"locations\": {\n \"web-root\": \"" + docroot.Replace("\"", "\\\"").Replace("/", "\\/") + "\\/\" } } }\n}")
            .Write("vendor/bin/drush", "").Write(docroot + "/sites/sites.php", "<?php");
        if (docroot.Contains('"'))
            tree.Write("composer.json", "{}").Link("web", docroot);
        var expected = Path.Combine(tree.Root, docroot.Contains('"') ? "web" : docroot);
        foreach (var code in new[] { await tree.ReadAsync(), await tree.ReadAsync(Path.GetFileName(expected) + "/") })
        {
            Assert.Equal((expected, tree.Root), (code.Docroot, code.ProjectRoot));
            Assert.Equal(tree.Root + "/vendor/bin/drush", code.Drush);
            Assert.True(code.HasSitesPhp);
            Assert.Equal(4, code.Packages.Count);
            Assert.Empty(code.Warnings);
        }
    }

    [Fact]
    public async Task FindsTheDocrootThatComposerNames()
    {
        using var tree = CodeBaseTree.Modern(docroot: "build/public_html/")
            .Write("composer.json", "{\"extra\": {\"drupal-scaffold\": {\"locations\": {\"web-root\": \".\\/build\\/public_html\\/\"}}}}")
            .Write("vendor/drush/drush/drush", "");
        foreach (var code in new[] { await tree.ReadAsync(), await tree.ReadAsync("build/public_html") })
        {
            Assert.Equal((tree.Root + "/build/public_html", tree.Root), (code.Docroot, code.ProjectRoot));
            Assert.Equal(tree.Root + "/vendor/drush/drush/drush", code.Drush);
        }
    }

    [Fact]
    public async Task TakesVersionsFromComposerWhereInfoFilesHaveNone()
    {
        using var tree = CodeBaseTree.Modern(docroot: "web/").Write("composer.json", "{}")
            .Module("web/modules/contrib/token", "").Module("web/modules/contrib/token/modules/sub", "").Module("web/modules/custom/mine", "")
            .Module("web/modules/contrib/pathauto", "").Module("web/modules/contrib/ctools", "version: 4.0.4")
            .Write("vendor/composer/installed.json", """
                {"packages": [
                  {"name": "drupal/token", "version": "1.12.0", "install-path": "../../web/modules/contrib/token", "extra": {"drupal": {"version": "8.x-1.12"}}},
                  {"name": "drupal/pathauto", "version": "dev-1.x", "install-path": "../../web/modules/contrib/pathauto", "extra": []},
                  {"name": "drupal/ctools", "version": "1.0.0", "install-path": "../../web/modules/contrib/ctools"},
                  {"name": "drush/drush", "version": "12.4.3"}
                ], "dev": true}
                """);
        var packages = (await tree.ReadAsync()).Packages.ToDictionary(package => package.Name);
        Assert.Equal(("8.x-1.12", "token"), (packages["token"].Version, packages["token"].Project));
        Assert.Equal(("8.x-1.12", "token"), (packages["sub"].Version, packages["sub"].Project));
        Assert.Equal("1.x-dev", packages["pathauto"].Version);
        Assert.Equal("4.0.4", packages["ctools"].Version);
        Assert.Null(packages["mine"].Version);
    }

    [Fact]
    public async Task KeepsOnePackagePerScopeAndWarnsOfTrueDuplicates()
    {
        using var tree = CodeBaseTree.Modern()
            .Module("core/modules/views", "version: VERSION").Module("modules/views", "version: 9.0.0").Module("sites/all/modules/views", "version: 8.0.0")
            .Module("sites/a.com/modules/views", "version: 7.0.0").Module("core/profiles/standard/modules/views", "version: 6.0.0")
            .Module("modules/a/token", "version: 1.0.0").Module("modules/b/token", "version: 2.0.0");
        var code = await tree.ReadAsync();
        Assert.Equal(
            [("modules/views", null, null), ("sites/a.com/modules/views", null, "a.com"), ("core/profiles/standard/modules/views", "standard", null)],
            code.Packages.Where(package => package.Name == "views").Select(package => (package.Path, package.Profile, package.SiteDirectory))
                .OrderBy(found => found.Profile).ThenBy(found => found.SiteDirectory));
        Assert.Equal("modules/a/token", code.Packages.Single(package => package.Name == "token").Path);
        Assert.Equal("modules/b/token: token is also in modules/a/token, which is the one taken", Assert.Single(code.Warnings));
    }

    [Fact]
    public async Task LooksOnlyWhereDrupalDoes()
    {
        using var tree = CodeBaseTree.Modern().Module("core/modules/config", "version: VERSION");
        string[] hidden =
        [
            "modules/a/tests/modules/no1", "modules/a/node_modules/no2", "modules/a/vendor/no3", "modules/.git/no4", "sites/a.com/files/no5",
            "sites/a.com/private/no6", "modules/a/src/no7", "modules/a/config/no8", "vendor/no9", "libraries/no10",
        ];
        foreach (var folder in hidden)
            tree.Module(folder);
        var code = await tree.ReadAsync();
        Assert.DoesNotContain(code.Packages, package => package.Name.StartsWith("no", StringComparison.Ordinal));
        Assert.Contains(code.Packages, package => package.Name == "config");
    }

    [Fact]
    public async Task FollowsLinksButNoLoops()
    {
        using var tree = CodeBaseTree.Modern().Module("shared/token").Link("modules/contrib", "../shared")
            .Link("modules/loop", ".").Link("modules/up", "../modules").Link("modules/self", "self").Link("modules/broken", "nowhere");
        var code = await tree.ReadAsync();
        Assert.Equal("modules/contrib/token", code.Packages.Single(package => package.Name == "token").Path);
        Assert.Equal(["loop", "self", "up"], code.Warnings.Select(warning => warning.Split("modules/")[1].Split('\'')[0]).Order());
    }

    [Fact]
    public async Task ReadsHardLinkedFilesAndLongPaths()
    {
        using var tree = CodeBaseTree.Modern();
        var folder = "modules/" + string.Join('/', Enumerable.Repeat(new string('d', 60), 4));
        tree.Module(folder + "/token").Module("modules/copy/token2");
        File.Delete(tree.Root + "/modules/copy/token2/token2.info.yml");
        using var link = System.Diagnostics.Process.Start("ln", [$"{tree.Root}/{folder}/token/token.info.yml", tree.Root + "/modules/copy/token2/token2.info.yml"]);
        await link.WaitForExitAsync();
        var names = (await tree.ReadAsync()).Packages.Select(package => package.Name);
        Assert.Contains("token", names);
        Assert.Contains("token2", names);
    }
}
