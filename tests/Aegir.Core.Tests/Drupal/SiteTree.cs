using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Drupal;

/// <summary>A docroot of a test's own with one site on SQLite: the tables that matter, and an index.php that reads settings as Drupal does.</summary>
public sealed class SiteTree : IDisposable
{
    public const string Site = "example.com";

    private readonly TempFolder folder = new();

    public SiteTree(int major = 10)
    {
        Major = major;
        folder.Write("index.php", """
            <?php
            $app_root = getcwd(); $site_path = 'sites/' . $_SERVER['HTTP_HOST'];
            $databases = $settings = $config = [];
            require $app_root . '/' . $site_path . '/settings.php';
            $uri = preg_replace('~[?&]aegir=\w+~', '', $_SERVER['REQUEST_URI']);
            if ($uri === '/moved') { header('Location: /there', true, 302); exit; }
            echo '<html><head><title>Home of ', $_SERVER['HTTP_HOST'], '</title></head><body>', $uri, ' ',
                $_SERVER['SCRIPT_NAME'], ' ', $_SERVER['HTTPS'] ?? 'plain', '</body></html>';
            """);
        Directory.CreateDirectory(folder.At("sites/example.com/files"));
        Settings(major >= 8
            ? """
            $databases['default']['default'] = ['driver' => 'sqlite', 'database' => 'sites/example.com/.ht.sqlite', 'prefix' => ''];
            $settings['hash_salt'] = 'salty';
            $settings['config_sync_directory'] = 'sites/example.com/config';
            """
            : """
            $databases = array('default' => array('default' => array('driver' => 'sqlite', 'database' => 'sites/example.com/.ht.sqlite', 'prefix' => '')));
            $drupal_hash_salt = '';
            """);
    }

    public int Major { get; }

    public string Docroot => folder.Path;

    public SiteLocation Location => new(Docroot, Site, Site, Major);

    public string SettingsFile => folder.At("sites/example.com/settings.php");

    public string At(string relative) => folder.At(relative);

    public string Write(string relative, string text) => folder.Write(relative, text);

    public void Settings(string php) => folder.Write("sites/example.com/settings.php", "<?php\n" + php);

    /// <summary>Makes the site's SQLite database.</summary>
    public void Install() => Php($$"""
        $db = new PDO('sqlite:{{At("sites/example.com/.ht.sqlite")}}', null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        foreach (explode(';', $sql) as $each) { if (trim($each)) { $db->exec($each); } }
        """, Major >= 8 ? Drupal8 : Drupal7);

    public const string Drupal8 = """
        CREATE TABLE config (collection VARCHAR(255), name VARCHAR(255), data BLOB);
        CREATE TABLE key_value (collection VARCHAR(128), name VARCHAR(128), value BLOB);
        INSERT INTO config VALUES ('', 'core.extension', 'SERIALIZED{"module":{"system":0,"views":10,"standard":1000},"theme":{"olivero":0},"profile":"standard"}');
        INSERT INTO config VALUES ('', 'system.site', 'SERIALIZED{"name":"An example"}');
        INSERT INTO config VALUES ('language.de', 'system.site', 'SERIALIZED{"name":"Ein Beispiel"}');
        INSERT INTO key_value VALUES ('system.schema', 'system', 'SERIALIZED10201');
        INSERT INTO key_value VALUES ('system.schema', 'views', 'SERIALIZED"8000"');
        INSERT INTO key_value VALUES ('state', 'system.maintenance_mode', 'SERIALIZED1');
        """;

    public const string Drupal7 = """
        CREATE TABLE system (filename VARCHAR(255), name VARCHAR(255), type VARCHAR(12), status INT, schema_version INT, info BLOB);
        CREATE TABLE variable (name VARCHAR(128), value BLOB);
        INSERT INTO system VALUES ('a', 'system', 'module', 1, 7084, 'SERIALIZED{"version":"7.98"}');
        INSERT INTO system VALUES ('b', 'ctools', 'module', 0, 7001, 'SERIALIZED{"version":"7.x-1.4"}');
        INSERT INTO system VALUES ('c', 'never', 'module', 0, -1, 'SERIALIZED{}');
        INSERT INTO system VALUES ('d', 'standard', 'module', 1, 0, 'SERIALIZED{"version":"7.98"}');
        INSERT INTO system VALUES ('e', 'bartik', 'theme', 1, -1, 'SERIALIZED{"version":"7.98"}');
        INSERT INTO variable VALUES ('install_profile', 'SERIALIZED"standard"');
        INSERT INTO variable VALUES ('site_name', 'SERIALIZED"An example"');
        INSERT INTO variable VALUES ('maintenance_mode', 'SERIALIZEDfalse');
        INSERT INTO variable VALUES ('file_private_path', 'SERIALIZED"sites/example.com/private"');
        """;

    /// <summary>Runs PHP with $sql, in which values are serialized as Drupal does.</summary>
    public static string Php(string program, string sql = "")
    {
        var input = $$"""
            <?php $sql = preg_replace_callback("~'SERIALIZED(.*?)'\)~", function ($m) {
                return "'" . serialize(json_decode($m[1], true)) . "')";
            }, base64_decode('{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(sql))}}'));
            $sql = preg_replace('~;(?=[^\n])~', "' || char(59) || '", $sql);
            {{program}}
            """;
        var result = new LocalHost().RunAsync(new HostCommand("php", "-d", "display_errors=stderr") { Input = input }, CancellationToken.None).Result;
        Assert.True(result.Succeeded && result.Error.Length == 0, result.Error);
        return result.Output;
    }

    public void Dispose() => folder.Dispose();
}
