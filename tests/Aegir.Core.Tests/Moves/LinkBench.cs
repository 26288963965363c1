using System.Text.Json;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Drupal;

namespace Aegir.Tests.Moves;

/// <summary>A database with values that name a site, in the ways Drupal has of keeping them.</summary>
internal sealed class LinkBench : IDisposable
{
    private const string Old = SiteTree.Site;

    private readonly SiteTree tree = new();
    private readonly string connect;

    /// <param name="url">As drush takes it; null for SQLite.</param>
    public LinkBench(string? url)
    {
        if (url is null)
        {
            connect = $"new PDO('sqlite:{tree.At("sites/example.com/.ht.sqlite")}', null, null, $options)";
        }
        else
        {
            var parts = new Uri(url);
            var user = parts.UserInfo.Split(':');
            var (driver, name) = (parts.Scheme, parts.AbsolutePath[1..]);
            tree.Settings($$"""
                $databases['default']['default'] = ['driver' => '{{driver}}', 'database' => '{{name}}', 'username' => '{{user[0]}}', 'password' => '{{user[1]}}',
                  'host' => '{{parts.Host}}', 'port' => '{{parts.Port}}', 'prefix' => ''];
                $settings['hash_salt'] = 'x';
                """);
            connect = $"new PDO('{driver}:host={parts.Host};port={parts.Port};dbname={name}', '{user[0]}', '{user[1]}', $options)";
        }
        var blob = url is null ? "BLOB" : url.StartsWith("pgsql", StringComparison.Ordinal) ? "BYTEA" : "LONGBLOB";
        Php($$"""
            $db->exec("CREATE TABLE config (collection VARCHAR(190), name VARCHAR(190), data {{blob}}, PRIMARY KEY (collection, name))");
            $db->exec("CREATE TABLE body (id INTEGER PRIMARY KEY, value TEXT)");
            $db->exec("CREATE TABLE bare (value TEXT, short VARCHAR(60))");
            $db->exec("CREATE TABLE registry_file (filename VARCHAR(190) PRIMARY KEY, hash VARCHAR(64))");
            $db->exec("CREATE TABLE cache_render (cid VARCHAR(190) PRIMARY KEY, data TEXT)");
            """);
    }

    public SiteMap Map { get; init; } = new()
    {
        Directories = new Dictionary<string, string> { [Old] = "www.new-example.org" },
        Hosts = new Dictionary<string, string> { [Old] = "www.new-example.org", ["www." + Old] = "new-example.org" },
    };

    public void Body(params string[] values)
    {
        for (var i = 0; i < values.Length; i++)
            Php("$db->prepare('INSERT INTO body VALUES (?, ?)')->execute([" + (i + 1) + ", base64_decode('" + Base64(values[i]) + "')]);");
    }

    /// <param name="expression">Of PHP; it is serialized.</param>
    public void Config(string name, string expression) => Php($$"""
        $put = $db->prepare("INSERT INTO config VALUES ('', '{{name}}', ?)"); $put->bindValue(1, serialize({{expression}}), PDO::PARAM_LOB); $put->execute();
        """);

    /// <summary>A statement, as it is.</summary>
    public void Sql(string sql) => Php("$db->exec(base64_decode('" + Base64(sql) + "'));");

    public Task<LinksRewritten> RewriteAsync() =>
        SiteLinks.RewriteAsync(new LocalHost(), "php", tree.Location, Map, null, CancellationToken.None);

    public string[] Bodies() => Column("SELECT value FROM body ORDER BY id");

    /// <summary>The first column of a query, as text.</summary>
    public string[] Column(string sql) => JsonSerializer.Deserialize<string[]>(Php("""
        echo json_encode(array_map(function ($value) { return is_resource($value) ? stream_get_contents($value) : $value; },
            $db->query(base64_decode('
        """.TrimEnd() + Base64(sql) + """
        '))->fetchAll(PDO::FETCH_COLUMN)), JSON_UNESCAPED_SLASHES);
        """.TrimStart()))!;

    /// <summary>A configuration, unserialized and as JSON; "false" where PHP cannot read it any more.</summary>
    public string Config(string name) => Php($$"""
        $data = $db->query("SELECT data FROM config WHERE name = '{{name}}'")->fetchColumn();
        echo json_encode(@unserialize(is_resource($data) ? stream_get_contents($data) : $data), JSON_UNESCAPED_SLASHES);
        """);

    public void Dispose() => tree.Dispose();

    private string Php(string code) => SiteTree.Php("$options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]; $db = " + connect + ";\n" + code);

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
