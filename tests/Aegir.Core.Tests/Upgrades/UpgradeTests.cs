using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

public sealed class UpgradeTests
{
    private const string Site = "one.example.test";

    [NeedsPhpTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task A_site_on_SQLite_moves_to_the_target_and_answers_there(int major)
    {
        using var folder = new TempFolder();
        var pair = PlatformPair.StandIn(folder, major);
        pair.Install(Site);
        using var test = new TestHub(pair);
        await test.ReadyAsync();

        var result = await test.UpgradeAsync(Site);

        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{test.Sink}");
        Assert.Equal("new", test.Hub.Sites.Get(Site).Platform);
        using var visitor = new WebVisitor(pair.NewDocroot);
        var (status, body) = visitor.Get(Site);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Title of " + Site, body);
        Assert.Contains("Third page", body);
        Assert.Equal(HttpStatusCode.OK, visitor.Get(Site, $"/sites/{Site}/files/pictures/stand-in.png").Status);
        using var left = new WebVisitor(pair.OldDocroot);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, left.Get(Site).Status);
    }

    [NeedsPhpTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task An_undo_brings_the_old_side_back(int major)
    {
        using var folder = new TempFolder();
        var pair = PlatformPair.StandIn(folder, major);
        pair.Install(Site);
        using var test = new TestHub(pair);
        await test.ReadyAsync();
        await test.UpgradeAsync(Site);

        var result = await test.Hub.Upgrades.UndoAsync(Site, test.Sink, default);

        Assert.True(result.Outcome == UpgradeOutcome.Undone, $"{result.Message}\n{test.Sink}");
        Assert.Equal("old", test.Hub.Sites.Get(Site).Platform);
        using var visitor = new WebVisitor(pair.OldDocroot);
        Assert.Equal(HttpStatusCode.OK, visitor.Get(Site).Status);
        Assert.Contains("Third page", visitor.Get(Site).Body);
        Assert.Equal(HttpStatusCode.OK, visitor.Get(Site, $"/sites/{Site}/files/pictures/stand-in.png").Status);
        Assert.False(Directory.Exists($"{pair.NewDocroot}/sites/{Site}"));
    }
}
