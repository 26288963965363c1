using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Drupal;

public sealed class SiteReaderTests
{
    [NeedsPhpFact]
    public async Task Drupal_10_is_read_from_its_settings_and_tables()
    {
        using var tree = new SiteTree();
        tree.Install();
        var facts = await Read(tree);
        Assert.Null(facts.ConnectionError);
        Assert.True(facts.Connected);
        Assert.Equal(("standard", "An example", true), (facts.Profile, facts.Title, facts.Maintenance));
        Assert.Equal(
            [
                new(PackageType.Module, "system", true, null, 10201),
                new(PackageType.Module, "views", true, null, 8000),
                new(PackageType.Profile, "standard", true, null, 0),
                new(PackageType.Theme, "olivero", true, null, 0),
            ], facts.Packages);
        Assert.Equal((DatabaseType.Sqlite, tree.At("sites/example.com/.ht.sqlite")), (facts.Database.Type, facts.Database.Path));
        Assert.Equal(new FileInfo(facts.Database.Path!).Length, facts.DatabaseSize);
        Assert.Equal(new ConfigSync("sites/example.com/config", tree.At("sites/example.com/config"), false, true), facts.ConfigSync);
        Assert.Equal(("sites/example.com/files", null), (facts.PublicFiles, facts.FilesTarget));
        Assert.Contains("pdo_sqlite", facts.Extensions);
        Assert.True(facts.HasHashSalt);
        Assert.False(facts.Database.IsSpreadOverFiles);
    }

    [NeedsPhpFact]
    public async Task Drupal_7_is_read_from_its_settings_and_tables()
    {
        using var tree = new SiteTree(7);
        tree.Install();
        var facts = await Read(tree);
        Assert.Null(facts.ConnectionError);
        Assert.Equal(("standard", "An example", false), (facts.Profile, facts.Title, facts.Maintenance));
        Assert.Equal("sites/example.com/private", facts.PrivateFiles);
        Assert.Equal(
            [
                new(PackageType.Module, "system", true, "7.98", 7084),
                new(PackageType.Module, "ctools", false, "7.x-1.4", 7001),
                new(PackageType.Profile, "standard", true, "7.98", 0),
                new(PackageType.Theme, "bartik", true, "7.98", 0),
            ], facts.Packages);
        Assert.False(facts.HasHashSalt);
    }

    [NeedsPhpFact]
    public async Task A_settings_file_finds_what_drupal_gives_it()
    {
        using var tree = new SiteTree();
        tree.Write("autoload.php", "<?php class Loaded { const SALT = 'from a class'; } return 'the loader';");
        tree.Write("salt.txt", "from a file");
        tree.Settings("""
            echo 'noise'; trigger_error('more noise'); echo $undefined;
            if ($class_loader !== 'the loader' || $app_root !== DRUPAL_ROOT || getcwd() !== DRUPAL_ROOT) { die('scope'); }
            if ($site_path !== 'sites/example.com' || $_SERVER['HTTP_HOST'] !== 'example.com') { die('site'); }
            $settings['hash_salt'] = file_get_contents('salt.txt') . Loaded::SALT;
            $databases['default']['default'] = ['driver' => 'mysql', 'database' => 'd', 'username' => 'u', 'password' => 'hunter2', 'host' => '127.0.0.1',
              'port' => '1', 'prefix' => ['default' => 'a_', 'users' => 'shared_']];
            $databases['default']['replica'][] = ['driver' => 'mysql'];
            $databases['archive']['default'] = ['driver' => 'mysql'];
            $config_directories['sync'] = '../sync';
            """);
        var facts = await Read(tree);
        Assert.False(facts.Connected);
        Assert.NotEmpty(facts.ConnectionError!);
        Assert.DoesNotContain("hunter2", facts.ToString() + facts.Database);
        Assert.Equal((DatabaseType.MariaDb, "d", "u", 1, "a_", true, true),
            (facts.Database.Type, facts.Database.Name, facts.Database.User, facts.Database.Port, facts.Database.Prefix, facts.Database.PrefixVaries, facts.Database.HasReplicas));
        Assert.Equal(["archive"], facts.Database.Others);
        Assert.Equal(("../sync", false, false), (facts.ConfigSync!.Written, facts.ConfigSync.Exists, facts.ConfigSync.InsideSite));
    }

    [NeedsPhpTheory]
    [InlineData("throw new Exception('no luck');", "no luck")]
    [InlineData("this is no PHP", "syntax error")]
    [InlineData("exit(3);", "ends PHP")]
    [InlineData("no_such_function();", "no_such_function")]
    [InlineData("require '/no/such/file.php';", "/no/such/file.php")]
    [InlineData("include __FILE__;", "Allowed memory size of 268435456 bytes exhausted")]
    [InlineData("while (true) {}", "Maximum execution time of 5 seconds exceeded")]
    [InlineData("ini_set('memory_limit', '2M'); str_repeat('x', 4000000);", "Allowed memory size of 2097152 bytes exhausted")]
    public async Task Settings_that_break_are_named_with_what_php_said(string settings, string said)
    {
        using var tree = new SiteTree();
        tree.Settings(settings);
        var error = await Assert.ThrowsAsync<AegirException>(() => Read(tree));
        Assert.Equal("SettingsUnreadable", error.Id);
        Assert.Contains(tree.SettingsFile, error.Message);
        Assert.Contains(said, error.Message);
    }

    [NeedsPhpFact]
    public async Task Missing_settings_are_named()
    {
        using var tree = new SiteTree();
        File.Delete(tree.SettingsFile);
        var error = await Assert.ThrowsAsync<AegirException>(() => Read(tree));
        Assert.Equal("SettingsUnreadable", error.Id);
        Assert.Contains("does not exist", error.Message);
    }

    [NeedsPhpFact]
    public async Task A_missing_database_file_is_not_made()
    {
        using var tree = new SiteTree();
        Assert.Contains("does not exist", (await Read(tree)).ConnectionError);
        Assert.False(File.Exists(tree.At("sites/example.com/.ht.sqlite")));
    }

    [NeedsPhpFact]
    public async Task Drupal_7_settings_may_call_drupal()
    {
        using var tree = new SiteTree(7);
        tree.Write("includes/bootstrap.inc", """
            <?php
            function &drupal_static($name, $default = NULL) { static $data = array(); if (!isset($data[$name])) { $data[$name] = $default; } return $data[$name]; }
            function conf_path() { $conf = &drupal_static('conf_path', ''); return $conf ? $conf : 'sites/default'; }
            """);
        tree.Settings("$databases['default']['default'] = array('driver' => 'sqlite', 'database' => conf_path() . '/x.sqlite');");
        Assert.Equal("sites/example.com/x.sqlite", (await Read(tree)).Database.Name);
    }

    [NeedsPhpFact]
    public async Task Credentials_that_aegir_3_keeps_apart_are_found()
    {
        using var tree = new SiteTree(7);
        tree.Write("sites/example.com/drushrc.php", "<?php $options['db_name'] = $_SERVER['db_name'] = 'cloaked';");
        tree.Settings("$databases['default']['default'] = array('driver' => 'mysql', 'database' => $_SERVER['db_name']);");
        Assert.Equal("cloaked", (await Read(tree)).Database.Name);
    }

    [NeedsPhpFact]
    public async Task Links_are_told()
    {
        using var tree = new SiteTree();
        tree.Write("elsewhere/settings.php", File.ReadAllText(tree.SettingsFile));
        File.Delete(tree.SettingsFile);
        File.CreateSymbolicLink(tree.SettingsFile, "../../elsewhere/settings.php");
        Directory.Delete(tree.At("sites/example.com/files"));
        Directory.CreateSymbolicLink(tree.At("sites/example.com/files"), "/srv/files");
        File.SetUnixFileMode(tree.SettingsFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var facts = await Read(tree);
        Assert.Equal(("../../elsewhere/settings.php", "/srv/files"), (facts.SettingsTarget, facts.FilesTarget));
        Assert.Equal(288, facts.Settings.Mode);
        Assert.Equal(Environment.UserName, facts.Settings.Owner);
    }

    private static Task<SiteFacts> Read(SiteTree tree) =>
        SiteReader.ReadAsync(new LocalHost(), "php", tree.Location, null, CancellationToken.None);
}
