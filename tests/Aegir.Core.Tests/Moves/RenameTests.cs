using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Moves;

/// <summary>Sites that get another name.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class RenameTests(MariaDbServer server)
{
    private const string Site = "before.example.test";
    private const string Renamed = "www.after.example.test";

    [NeedsMariaDbTheory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    public async Task Folder_links_and_names_follow(int major, bool onServer)
    {
        using var trial = await Trial.MakeAsync([Site], onServer ? server : null, major, prepare: pair =>
        {
            if (major >= 8)
                File.AppendAllText($"{pair.OldDocroot}/sites/{Site}/settings.php", $"\n$settings['trusted_host_patterns'] = ['^before\\.example\\.test$'];\n");
        });
        var id = trial.Hub.Sites.Get(Site).Id;

        // The platform is locked, as it is not the target: that keeps no site from being renamed in place (the original refuses).
        Assert.Equal(PlatformStatus.Locked, trial.Hub.Platforms.Get("old").Status);
        var result = await trial.RunAsync(new MoveRequest(MoveKind.Rename, Site) { NewName = Renamed });

        var body = trial.AssertDone(result, trial.Pair.OldDocroot);
        Assert.Contains($"/sites/{Renamed}/files", body);
        Assert.DoesNotContain($"/sites/{Site}/files", body);
        var site = trial.Hub.Sites.Get(Renamed);
        Assert.Equal((id, Renamed, "old"), (site.Id, site.Directory, site.Platform));
        Assert.Throws<AegirException>(() => trial.Hub.Sites.Get(Site));
        Assert.Single(trial.Hub.Sites.Backups(Renamed));

        var undone = await trial.Hub.Upgrades.UndoAsync(Renamed, trial.Test.Sink, default);

        Assert.True(undone.Outcome == UpgradeOutcome.Undone, $"{undone.Message}\n{trial.Test.Sink}");
        Assert.Equal(id, trial.Hub.Sites.Get(Site).Id);
        Assert.Contains($"/sites/{Site}/files", MoveBench.AssertServed(trial.Pair.OldDocroot, Site, Site));
        Assert.False(Directory.Exists($"{trial.Pair.OldDocroot}/sites/{Renamed}"));
        trial.AssertWhole(Site, "old");
    }

    [NeedsPhpFact]
    public async Task A_failure_leaves_the_old_name()
    {
        using var trial = await Trial.MakeAsync([Site]);
        Directory.CreateDirectory(trial.Pair.OldDocroot + "/.standin");
        File.WriteAllText(trial.Pair.OldDocroot + "/.standin/STANDIN_FAIL_CACHE_REBUILD", "1");

        var result = await trial.RunAsync(new MoveRequest(MoveKind.Rename, Site) { NewName = Renamed });

        Assert.Equal((MoveOutcome.RolledBack, "updates"), (result.Outcome, result.FailedStep));
        File.Delete(trial.Pair.OldDocroot + "/.standin/STANDIN_FAIL_CACHE_REBUILD");
        trial.AssertWhole(Site, "old");
        Assert.False(Directory.Exists($"{trial.Pair.OldDocroot}/sites/{Renamed}"));
    }

    [NeedsPhpFact]
    public async Task A_name_that_another_site_has_is_refused()
    {
        using var trial = await Trial.MakeAsync([Site, "other.example.test"]);

        var error = await Assert.ThrowsAsync<AegirException>(() =>
            trial.RunAsync(new MoveRequest(MoveKind.Rename, Site) { NewName = "Other.example.test" }));

        Assert.Equal("SiteExists", error.Id);
    }

    [Fact]
    [Trait("Oracle", "38")]
    public void Names_with_and_without_www_follow()
    {
        Assert.Equal(["www.b.com"], Operations.Moving.NewAliases.Of(["a.com"], "www.a.com", "b.com"));
        Assert.Equal(["b.com"], Operations.Moving.NewAliases.Of(["www.a.com"], "a.com", "www.b.com"));
        Assert.Equal(["shop.a.com", "www.b.com"], Operations.Moving.NewAliases.Of(["shop.a.com", "www.a.com"], "a.com", "b.com"));
        Assert.Equal("b.com", Operations.Moving.NewAliases.Renamed("www.a.com", "www.a.com", "b.com"));
    }
}
