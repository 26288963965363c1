using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Drupal;

public sealed class SiteSettingsTests
{
    private const string Mysql = """
        $databases['default']['default'] = ['driver' => 'mysql', 'database' => 'old', 'username' => 'olduser', 'password' => 'oldpass',
          'host' => 'db.internal', 'port' => '3307', 'prefix' => 'p_', 'collation' => 'utf8mb4_general_ci', 'init_commands' => ['a' => "SET x = 'y'"],
          'pdo' => [1009 => '/etc/ca.pem'], 'namespace' => 'Drupal\\mysql\\Driver\\Database\\mysql'];
        """;

    [NeedsPhpFact]
    public async Task Only_database_user_and_password_change()
    {
        using var old = new SiteTree();
        using var target = new SiteTree();
        old.Write("salt.txt", "salt of a file");
        old.Settings(Mysql + """
            $settings['hash_salt'] = file_get_contents(DRUPAL_ROOT . '/salt.txt');
            $settings['config_sync_directory'] = '../config/sync';
            $config['system.logging']['error_level'] = 'verbose';
            """);
        File.Copy(old.SettingsFile, target.SettingsFile, overwrite: true);
        var before = File.ReadAllText(old.SettingsFile);
        const string Password = "it's \\ a \"$pass\"\nword";
        Assert.Equal(0b100_100_000, await Write(old, target, new("fresh", "freshuser", Password)));

        var read = Dump(target);
        Assert.Equal($$"""{"driver":"mysql","database":"fresh","username":"freshuser","password":"it's \\ a \"$pass\"\nword","host":"db.internal","port":"3307","prefix":"p_","collation":"utf8mb4_general_ci","init_commands":{"a":"SET x = 'y'"},"pdo":{"1009":"/etc/ca.pem"},"namespace":"Drupal\\mysql\\Driver\\Database\\mysql"}""", read[0]);
        Assert.Equal("{\"hash_salt\":\"salt of a file\",\"config_sync_directory\":\"../config/sync\"}", read[1]);
        Assert.Equal((UnixFileMode)0b100_100_000, File.GetUnixFileMode(target.SettingsFile));
        Assert.Equal(before, File.ReadAllText(old.SettingsFile));
        Assert.StartsWith(before, File.ReadAllText(target.SettingsFile));
    }

    [NeedsPhpFact]
    public async Task A_second_upgrade_replaces_the_block()
    {
        using var old = new SiteTree();
        using var next = new SiteTree();
        old.Settings(Mysql + " ?>\n");
        File.Copy(old.SettingsFile, next.SettingsFile, overwrite: true);
        await Write(old, next, new("second", "u", "p"));
        using var last = new SiteTree();
        File.Delete(last.SettingsFile);
        File.Copy(next.SettingsFile, last.SettingsFile);
        await Write(next, last, new("third", "u", "p"));
        var text = File.ReadAllText(last.SettingsFile);
        Assert.Equal(2, text.Split("# BEGIN Aegir").Length);
        Assert.DoesNotContain("second", text);
        Assert.Contains("\"database\":\"third\"", Dump(last)[0]);
    }

    [NeedsPhpFact]
    public async Task Drupal_7_keeps_the_salt_it_derived()
    {
        using var old = new SiteTree(7);
        using var target = new SiteTree(7);
        var before = (await SiteReader.ReadAsync(new LocalHost(), "php", old.Location, null, CancellationToken.None)).HashSaltFingerprint;
        await Write(old, target, new("sites/example.com/new.sqlite"));
        var after = await SiteReader.ReadAsync(new LocalHost(), "php", target.Location, null, CancellationToken.None);
        Assert.True(after.HasHashSalt);
        Assert.Equal((before, "sites/example.com/new.sqlite"), (after.HashSaltFingerprint, after.Database.Name));
    }

    [NeedsPhpFact]
    public async Task The_old_config_directories_stay()
    {
        using var old = new SiteTree(8);
        using var target = new SiteTree(8);
        old.Settings(Mysql + "$settings['hash_salt'] = 'x'; $config_directories = array('sync' => 'sites/example.com/files/config_abc/sync');");
        File.Copy(old.SettingsFile, target.SettingsFile, overwrite: true);
        await Write(old, target, new("fresh", "u", "p"));
        Assert.Contains("$config_directories['sync'] = 'sites/example.com/files/config_abc/sync';", File.ReadAllText(target.SettingsFile));
    }

    [NeedsPhpTheory]
    [InlineData("return;\n")]
    [InlineData("if (true) { return; }\n")]
    [InlineData("register_shutdown_function(function () {}); __halt_compiler();\n")]
    public async Task Settings_that_end_early_are_noticed(string end)
    {
        using var old = new SiteTree();
        using var target = new SiteTree();
        old.Settings(Mysql + end);
        File.Copy(old.SettingsFile, target.SettingsFile, overwrite: true);
        var error = await Assert.ThrowsAsync<AegirException>(() => Write(old, target, new("fresh", "u", "s3cret")));
        Assert.Equal("SettingsNotInForce", error.Id);
        Assert.Contains("'old'", error.Message);
        Assert.DoesNotContain("s3cret", error.ToString());
    }

    [NeedsPhpFact]
    public async Task A_link_becomes_a_file_that_still_finds_its_neighbours()
    {
        using var old = new SiteTree();
        using var target = new SiteTree();
        old.Write("shared/salt.php", "<?php $settings['hash_salt'] = 'shared salt';");
        var real = old.Write("shared/settings.php", "<?php\n" + Mysql + "require __DIR__ . '/salt.php';\n");
        foreach (var tree in new[] { old, target })
        {
            File.Delete(tree.SettingsFile);
            File.CreateSymbolicLink(tree.SettingsFile, real);
        }
        await Write(old, target, new("fresh", "u", "p"));
        Assert.Null(new FileInfo(target.SettingsFile).LinkTarget);
        Assert.DoesNotContain("fresh", File.ReadAllText(real));
        Assert.Contains("shared salt", Dump(target)[1]);
    }

    [NeedsPhpFact]
    public async Task It_works_through_closed_gates()
    {
        using var old = new SiteTree();
        using var target = new SiteTree();
        await SiteGate.CloseAsync(new LocalHost(), "php", old.Docroot, SiteTree.Site, "one", CancellationToken.None);
        File.Copy(old.SettingsFile, target.SettingsFile, overwrite: true);
        await Write(old, target, new("sites/example.com/new.sqlite"), "one");
        Assert.Equal(GateState.Open, await SiteGate.OpenAsync(new LocalHost(), "php", target.Docroot, SiteTree.Site, "one", CancellationToken.None));
        Assert.Contains("new.sqlite", Dump(target)[0]);
    }

    [NeedsPhpFact]
    public async Task Where_only_others_may_read_it_the_web_server_still_can()
    {
        using var old = new SiteTree();
        using var target = new SiteTree();
        Directory.Delete(target.At("sites/example.com/files"));
        File.SetUnixFileMode(target.SettingsFile, (UnixFileMode)0b110_100_100);
        Assert.Equal(0b100_100_100, await Write(old, target, new("sites/example.com/new.sqlite")));
    }

    private static async Task<int> Write(SiteTree old, SiteTree target, NewDatabase database, string? token = null, SettingsChange? change = null)
    {
        var kept = await SiteSettings.ReadAsync(new LocalHost(), "php", old.Location, token, CancellationToken.None);
        return await SiteSettings.WriteAsync(new LocalHost(), "php", kept, target.Location, database, change ?? new(), token, CancellationToken.None);
    }

    private static string[] Dump(SiteTree tree) => SiteTree.Php($$"""
        define('DRUPAL_ROOT', '{{tree.Docroot}}'); chdir(DRUPAL_ROOT); $settings = []; error_reporting(0); ob_start();
        include '{{tree.SettingsFile}}'; ob_end_clean();
        echo json_encode($databases['default']['default'], JSON_UNESCAPED_SLASHES), "\n", json_encode($settings, JSON_UNESCAPED_SLASHES);
        """).Split('\n');
}
