using System.Net;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Moves;

/// <summary>New sites made of what another one holds.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class CloneTests(MariaDbServer server)
{
    private const string Site = "mother.example.test";
    private const string Clone = "child.example.test";

    [NeedsMariaDbTheory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    [Trait("Oracle", "39")]
    public async Task The_source_stays_as_it_is(int major, bool onServer)
    {
        using var trial = await Trial.MakeAsync([Site], onServer ? server : null, major);
        var before = SideState.Of(trial.Pair.OldDocroot, Site);

        var result = await trial.RunAsync(new MoveRequest(MoveKind.Clone, Site) { NewName = Clone, Platform = "new" });

        var body = trial.AssertDone(result, trial.Pair.NewDocroot);
        Assert.Contains($"/sites/{Clone}/files", body);
        var clone = trial.Hub.Sites.Get(Clone);
        Assert.Equal((HttpsMode.Off, null, null), (clone.Https, clone.Redirection, clone.Certificate));
        Assert.Empty(clone.Aliases);
        Assert.Empty(trial.Hub.Sites.Backups(Clone));
        Assert.NotEqual(trial.Hub.Sites.Get(Site).DatabaseName, clone.DatabaseName);
        Assert.Empty(SideState.Of(trial.Pair.OldDocroot, Site).ChangesSince(before));
        var source = MoveBench.AssertServed(trial.Pair.OldDocroot, Site, Site);
        Assert.Contains($"/sites/{Site}/files", source);
        Assert.Empty(trial.Hub.Sites.Backups(Site));
        if (onServer)
            server.DropAllOf(Clone);
    }

    [NeedsPhpTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task A_login_link_of_the_clone_does_not_open_the_original(int major)
    {
        using var trial = await Trial.MakeAsync([Site], major: major);
        trial.Hub.Platforms.Unlock("old");
        var result = await trial.RunAsync(new MoveRequest(MoveKind.Clone, Site) { NewName = Clone });
        trial.AssertDone(result, trial.Pair.OldDocroot);

        var link = trial.Pair.LoginLink(Clone);

        using var visitor = new WebVisitor(trial.Pair.OldDocroot);
        Assert.Equal(HttpStatusCode.Forbidden, visitor.Get(Site, link).Status);
        Assert.Equal(HttpStatusCode.Redirect, visitor.Get(Clone, link).Status);
    }

    [NeedsPhpFact]
    public async Task A_locked_platform_takes_no_clone()
    {
        using var trial = await Trial.MakeAsync([Site]);

        var error = await Assert.ThrowsAsync<AegirException>(() => trial.RunAsync(new MoveRequest(MoveKind.Clone, Site) { NewName = Clone }));

        Assert.Equal("PlatformLocked", error.Id);
    }

    [NeedsMariaDbFact]
    public async Task A_clone_that_fails_leaves_nothing()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        var before = (DatabaseList.Of(server, "").ToString(), SideState.Of(trial.Pair.NewDocroot, Clone));
        File.WriteAllText(trial.Pair.NewDocroot + "/core/BROKEN_TWIG", "");

        var result = await trial.RunAsync(new MoveRequest(MoveKind.Clone, Site) { NewName = Clone, Platform = "new" });

        Assert.Equal((MoveOutcome.RolledBack, "look"), (result.Outcome, result.FailedStep));
        Assert.Equal(before.Item1, DatabaseList.Of(server, "").ToString());
        Assert.Empty(SideState.Of(trial.Pair.NewDocroot, Clone).ChangesSince(before.Item2));
        Assert.Throws<AegirException>(() => trial.Hub.Sites.Get(Clone));
        trial.AssertWhole(Site, "old");
    }
}
