using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>The main job for a site whose database is on PostgreSQL; on stand-ins, and on real Drupal where it is given.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlUpgradeTests(PostgreSqlServer server)
{
    private const string Site = "pone.example.test";
    private const string Upload = $"/sites/{Site}/files/pictures/stand-in.png";

    public static TheoryData<string> Cases() => new(PlatformPair.Available);

    [NeedsPostgreSqlTheory]
    [MemberData(nameof(Cases))]
    public async Task A_site_moves_to_the_target_with_all_it_has(string codeBases)
    {
        using var folder = new TempFolder();
        using var test = await PrepareAsync(folder, codeBases);
        var before = Content(test.Pair.OldDocroot);

        var result = await test.UpgradeAsync(Site);

        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{test.Sink}");
        Assert.Equal(before, Content(test.Pair.NewDocroot));
        var site = test.Hub.Sites.Get(Site);
        Assert.Equal(("new", DatabaseType.PostgreSql, Names.DatabaseBase(Site)), (site.Platform, site.DatabaseType, site.DatabaseName));
        // All of it is the new user's, who is nobody else's.
        Assert.Equal(site.DatabaseName, server.Query($"""
            SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace
            UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '{site.DatabaseName}'
            """, site.DatabaseName!).Trim());
        Assert.Equal("", server.Query($"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{site.DatabaseName}'").Trim());
        using var left = new WebVisitor(test.Pair.OldDocroot);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, left.Get(Site).Status);
        server.Drop(site.DatabaseName!);
    }

    [NeedsPostgreSqlTheory]
    [MemberData(nameof(Cases))]
    public async Task An_undo_brings_the_old_side_back(string codeBases)
    {
        using var folder = new TempFolder();
        using var test = await PrepareAsync(folder, codeBases);
        var (before, databases) = (Content(test.Pair.OldDocroot), All());
        await test.UpgradeAsync(Site);
        Assert.NotEqual(databases, All());

        var result = await test.Hub.Upgrades.UndoAsync(Site, test.Sink, default);

        Assert.True(result.Outcome == UpgradeOutcome.Undone, $"{result.Message}\n{test.Sink}");
        Assert.Equal("old", test.Hub.Sites.Get(Site).Platform);
        Assert.Equal(before, Content(test.Pair.OldDocroot));
        Assert.Equal(databases, All());
    }

    [NeedsPostgreSqlTheory]
    [InlineData("stand-in 10")]
    [InlineData("stand-in 7")]
    public async Task Updates_that_fail_leave_nothing_behind(string codeBases)
    {
        using var folder = new TempFolder();
        using var test = await PrepareAsync(folder, codeBases, "faulty");
        var (before, databases) = (Content(test.Pair.OldDocroot), All());

        var result = await test.UpgradeAsync(Site);

        Assert.True(result.Outcome == UpgradeOutcome.RolledBack, $"{result}: {result.Message}\n{test.Sink}");
        Assert.Equal("updates", result.FailedStep);
        Assert.Equal(before, Content(test.Pair.OldDocroot));
        Assert.Equal(databases, All());
    }

    // Removing the old side drops its database and user.
    [NeedsPostgreSqlFact]
    public async Task What_was_kept_is_given_up()
    {
        using var folder = new TempFolder();
        using var test = await PrepareAsync(folder, "stand-in 10");
        var old = test.Hub.Sites.Get(Site).DatabaseName!;
        await test.UpgradeAsync(Site, new UpgradeOptions { KeepFor = TimeSpan.Zero });
        await test.Hub.Upgrades.ForgetExpiredAsync(test.Sink, default);
        Assert.DoesNotContain(old, All());
        server.Drop(test.Hub.Sites.Get(Site).DatabaseName!);
    }

    [NeedsPostgreSqlFact, Trait("Oracle", "27")]
    public async Task No_password_is_on_a_command_line()
    {
        using var folder = new TempFolder();
        using var test = await PrepareAsync(folder, "stand-in 10");
        using var watch = new SecretWatch(test.Pair.NewDocroot + "/sites", folder.At("hub"));

        var result = await test.UpgradeAsync(Site);

        watch.Dispose();
        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{test.Sink}");
        var passwords = File.ReadAllText($"{test.Pair.NewDocroot}/sites/{Site}/settings.php").Split("'password' => '").Skip(1)
            .Select(rest => rest[..rest.IndexOf('\'')]).Append(PostgreSqlServer.Password).ToList();
        Assert.Equal(3, passwords.Count);
        Assert.Contains(watch.Arguments, arguments => arguments.Contains("pg_dump", StringComparison.Ordinal));
        foreach (var password in passwords)
        {
            Assert.DoesNotContain(watch.Arguments, arguments => arguments.Contains(password, StringComparison.Ordinal));
            Assert.DoesNotContain(password, test.Sink.ToString());
        }
        Assert.True(watch.Open.IsEmpty, "Others may read " + string.Join(' ', watch.Open.Keys));
        server.Drop(test.Hub.Sites.Get(Site).DatabaseName!);
    }

    private string All() => server.Query("SELECT datname FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1");

    private async Task<TestHub> PrepareAsync(TempFolder folder, string codeBases, params string[] modules)
    {
        var pair = PlatformPair.Make(folder, codeBases);
        pair.Install(Site, server.MakeDatabase(), modules);
        var test = new TestHub(pair, server.OptionFile, server.Type);
        await test.ReadyAsync();
        return test;
    }

    // The title, a page and an upload: what a visitor would miss.
    private static (string Title, string Upload) Content(string docroot)
    {
        using var visitor = new WebVisitor(docroot);
        var (status, body) = visitor.Get(Site);
        Assert.True(status == HttpStatusCode.OK, $"{status} {body}");
        Assert.Contains("Title of " + Site, body);
        return (body[body.IndexOf("<title", StringComparison.Ordinal)..body.IndexOf("</title>", StringComparison.Ordinal)], visitor.Get(Site, Upload).Body);
    }
}
