using Aegir.Tests.Components;

namespace Aegir.Tests.Moves;

/// <summary>Links and paths in a site's database that follow it to a new name.</summary>
public sealed class LinkTests
{
    [NeedsPhpFact]
    public async Task In_text_and_JSON()
    {
        using var bench = new LinkBench(null);
        bench.Body(
            "<img src=\"/sites/example.com/files/a.png\"> and //example.com/node/1, https://WWW.example.com:8080/x.",
            """{"src":"\/sites\/example.com\/files\/a.png","to":"https:\/\/example.com\/"}""",
            "/system/redirect?to=%2Fsites%2Fexample.com%2Ffiles&host=http%3A%2F%2Fexample.com%2F",
            "sites/example.com.au/files //example.community //sub.example.com /sites/my-example.com/files mail@example.com, sites/example.community",
            "sites/example.com");

        var done = await bench.RewriteAsync();

        Assert.Equal(
        [
            "<img src=\"/sites/www.new-example.org/files/a.png\"> and //www.new-example.org/node/1, https://new-example.org:8080/x.",
            """{"src":"\/sites\/www.new-example.org\/files\/a.png","to":"https:\/\/www.new-example.org\/"}""",
            "/system/redirect?to=%2Fsites%2Fwww.new-example.org%2Ffiles&host=http%3A%2F%2Fwww.new-example.org%2F",
            "sites/example.com.au/files //example.community //sub.example.com /sites/my-example.com/files mail@example.com, sites/example.community",
            "sites/www.new-example.org",
        ], bench.Bodies());
        Assert.Equal(4, done.Counts["body"]);
        Assert.Empty(done.Left);
    }

    [NeedsPhpFact]
    public async Task In_what_PHP_serialized_every_length_stays_right()
    {
        using var bench = new LinkBench(null);
        bench.Config("plain", "['path' => 'sites/example.com/files', 'n' => 5, 'f' => 1.5, 't' => true, 'x' => null]");
        bench.Config("nested", "['inner' => serialize(['logo' => 'sites/example.com/files/ü.png']), 'html' => '<a href=\"//example.com/\">s:3:\"</a>']");
        bench.Config("object", "(object) ['url' => 'http://example.com/sites/example.com/x', 'list' => [new ArrayObject(['sites/example.com/y'])]]");
        bench.Config("system.site", "['name' => 'Example.com', 'mail' => 'info@example.com', 'page' => ['front' => '/node']]");

        var done = await bench.RewriteAsync();

        Assert.Equal("""{"path":"sites/www.new-example.org/files","n":5,"f":1.5,"t":true,"x":null}""", bench.Config("plain"));
        Assert.Contains("s:38:\\\"sites/www.new-example.org/files/", bench.Config("nested"));
        Assert.Contains("\"http://www.new-example.org/sites/www.new-example.org/x\"", bench.Config("object"));
        Assert.Equal("""{"name":"www.new-example.org","mail":"info@example.com","page":{"front":"/node"}}""", bench.Config("system.site"));
        Assert.Equal(3, done.Counts["config"]);
    }

    [NeedsPhpFact]
    public async Task What_cannot_be_changed_without_harm_stays_and_is_told()
    {
        using var bench = new LinkBench(null);
        string[] values =
        [
            "log|a:1:{s:4:\"path\";s:17:\"sites/example.com\";}",
            "a:2:{s:4:\"path\";s:17:\"sites/example.com\";",
            "C:3:\"Foo\":24:{x:sites/example.com/abcd}",
        ];
        bench.Body(values);

        var done = await bench.RewriteAsync();

        Assert.Equal(values, bench.Bodies());
        Assert.Equal(["body.value"], done.Left);
    }

    [NeedsPhpFact]
    public async Task Caches_stay_and_keys_follow()
    {
        using var bench = new LinkBench(null);
        bench.Sql("INSERT INTO cache_render VALUES ('sites/example.com', 'sites/example.com')");
        bench.Sql("INSERT INTO registry_file VALUES ('sites/example.com/modules/a.module', 'x')");
        bench.Sql("INSERT INTO bare VALUES ('sites/example.com/files', 'a'), ('sites/example.com/files', 'b')");

        await bench.RewriteAsync();

        Assert.Equal(["sites/example.com"], bench.Column("SELECT data FROM cache_render"));
        Assert.Equal(["sites/www.new-example.org/modules/a.module"], bench.Column("SELECT filename FROM registry_file"));
        Assert.Equal(["sites/www.new-example.org/files", "sites/www.new-example.org/files"], bench.Column("SELECT value FROM bare"));
    }

    [NeedsPhpFact]
    public async Task A_name_that_begins_with_another_is_told_from_it()
    {
        using var bench = new LinkBench(null)
        {
            Map = new()
            {
                Directories = new Dictionary<string, string> { ["a.com"] = "b.com" },
                Hosts = new Dictionary<string, string> { ["a.com"] = "www.a.com", ["www.a.com"] = "a.com" },
            },
        };
        bench.Body("//a.com/ //www.a.com/ sites/a.com/ sites/a.com.br/");

        await bench.RewriteAsync();

        Assert.Equal(["//www.a.com/ //a.com/ sites/b.com/ sites/a.com.br/"], bench.Bodies());
    }
}

[Collection(MariaDbMoveTests.Name)]
public sealed class LinkOnMariaDbTests(MariaDbServer server)
{
    [NeedsMariaDbFact]
    public async Task Also_where_a_table_has_no_key()
    {
        using var bench = new LinkBench(server.MakeDatabase());
        bench.Body("see /sites/example.com/files");
        bench.Config("plain", "['path' => 'sites/example.com/files']");
        bench.Sql("INSERT INTO bare VALUES ('//example.com/x', 'a'), ('//EXAMPLE.com/x', 'b'), ('//example.com/x', 'c')");

        var done = await bench.RewriteAsync();

        Assert.Equal(["see /sites/www.new-example.org/files"], bench.Bodies());
        Assert.Equal("""{"path":"sites/www.new-example.org/files"}""", bench.Config("plain"));
        Assert.All(bench.Column("SELECT value FROM bare"), value => Assert.Equal("//www.new-example.org/x", value));
        Assert.Empty(done.Left);
    }

    [NeedsMariaDbFact]
    public async Task A_link_that_gets_too_long_fails_and_nothing_is_changed()
    {
        using var bench = new LinkBench(server.MakeDatabase());
        bench.Body("see /sites/example.com/files");
        bench.Sql("INSERT INTO bare VALUES ('x', '//example.com/0123456789012345678901234567890123456789012345')");

        var error = await Assert.ThrowsAsync<AegirException>(bench.RewriteAsync);

        Assert.Equal("LinksNotRewritten", error.Id);
        Assert.Contains("bare.short", error.Message);
        Assert.Equal(["see /sites/example.com/files"], bench.Bodies());
    }
}

[Collection(PostgreSqlTests.Name)]
public sealed class LinkOnPostgreSqlTests(PostgreSqlServer server)
{
    [NeedsPostgreSqlFact]
    public async Task In_text_and_bytes()
    {
        using var bench = new LinkBench(server.MakeDatabase());
        bench.Body("see /sites/example.com/files");
        bench.Config("plain", "['path' => 'sites/example.com/files']");
        bench.Sql("INSERT INTO bare VALUES ('//example.com/x', 'a'), ('//example.com/x', 'b')");
        bench.Sql("CREATE TABLE doc (id INTEGER PRIMARY KEY, data JSONB); INSERT INTO doc VALUES (1, '{\"a\": \"/sites/example.com/files\"}')");

        var done = await bench.RewriteAsync();

        Assert.Equal(["see /sites/www.new-example.org/files"], bench.Bodies());
        Assert.Equal("""{"path":"sites/www.new-example.org/files"}""", bench.Config("plain"));
        Assert.All(bench.Column("SELECT value FROM bare"), value => Assert.Equal("//www.new-example.org/x", value));
        Assert.Equal(["{\"a\": \"/sites/www.new-example.org/files\"}"], bench.Column("SELECT data::text FROM doc"));
        Assert.Empty(done.Left);
    }
}
