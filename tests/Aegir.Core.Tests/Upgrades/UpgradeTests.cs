using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>The main job, from a site on the old release to the same site on the new one; on stand-ins, and on real Drupal where it is given.</summary>
[Collection(MariaDbTests.Name)]
public sealed class UpgradeTests(MariaDbServer server)
{
    private const string Site = "one.example.test";
    private const string Upload = $"/sites/{Site}/files/pictures/stand-in.png";

    /// <summary>Code bases by name, each with the databases a site may have.</summary>
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var pair in PlatformPair.Available)
            foreach (var database in new[] { "sqlite", "mariadb" })
                cases.Add(pair, database);
        return cases;
    }

    [NeedsMariaDbTheory]
    [MemberData(nameof(Cases))]
    public async Task A_site_moves_to_the_target_with_all_it_has(string codeBases, string database)
    {
        using var folder = new TempFolder();
        using var test = await PrepareAsync(folder, codeBases, database);
        // Real releases sometimes change what a link is computed from; the salt is what an upgrade must keep.
        var (link, salt) = test.Pair.IsReal ? ("", test.Pair.Salt(Site, onNew: false)) : (test.Pair.LoginLink(Site), "");
        var before = Content(test.Pair.OldDocroot);

        var result = await test.UpgradeAsync(Site);

        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{test.Sink}");
        Assert.Equal("new", test.Hub.Sites.Get(Site).Platform);
        Assert.Equal(before, Content(test.Pair.NewDocroot));
        using var visitor = new WebVisitor(test.Pair.NewDocroot);
        if (test.Pair.IsReal)
            Assert.Equal(salt, test.Pair.Salt(Site, onNew: true));
        else
            Assert.Equal(HttpStatusCode.Redirect, visitor.Get(Site, link).Status);
        using var left = new WebVisitor(test.Pair.OldDocroot);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, left.Get(Site).Status);
    }

    [NeedsMariaDbTheory]
    [MemberData(nameof(Cases))]
    public async Task An_undo_brings_the_old_side_back(string codeBases, string database)
    {
        using var folder = new TempFolder();
        using var test = await PrepareAsync(folder, codeBases, database);
        var before = Content(test.Pair.OldDocroot);
        var databases = server.Query("SHOW DATABASES");
        await test.UpgradeAsync(Site);

        var result = await test.Hub.Upgrades.UndoAsync(Site, test.Sink, default);

        Assert.True(result.Outcome == UpgradeOutcome.Undone, $"{result.Message}\n{test.Sink}");
        Assert.Equal("old", test.Hub.Sites.Get(Site).Platform);
        Assert.Equal(before, Content(test.Pair.OldDocroot));
        Assert.False(Directory.Exists($"{test.Pair.NewDocroot}/sites/{Site}"));
        Assert.Equal(databases, server.Query("SHOW DATABASES"));
    }

    [NeedsRealDrupalFact]
    public void Real_code_bases_are_among_the_cases() => Assert.Contains("real", PlatformPair.Available);

    private async Task<TestHub> PrepareAsync(TempFolder folder, string codeBases, string database)
    {
        var pair = PlatformPair.Make(folder, codeBases);
        pair.Install(Site, database == "sqlite" ? database : server.MakeDatabase());
        var test = new TestHub(pair, server.OptionFile);
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
