using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>What an upgrade that was confirmed comes to: one task for each site that passes, and a word on each that does not.</summary>
public sealed class ConfirmTests
{
    private static readonly string[] Sites = ["a.example.test", "b.example.test"];

    [Trait("Oracle", "61")]
    [NeedsPhpFact]
    public async Task Of_a_site_it_is_one_task_to_the_target_with_the_same_domain_and_database_server()
    {
        using var trial = await Trial.MakeAsync(Sites[0]);
        var before = trial.Hub.Sites.Get(Sites[0]);
        await trial.Test.UpgradeAsync(Sites[0]);
        var task = Assert.Single(trial.Hub.Tasks.Find(new TaskFilter { Type = "upgrade" }));
        Assert.Equal(("site", Sites[0], AegirTaskStatus.Success), (task.TargetType, task.Target, task.Status));
        var after = trial.Hub.Sites.Get(Sites[0]);
        Assert.Equal(("new", before.Name, before.DatabaseType, before.DatabaseServer), (after.Platform, after.Name, after.DatabaseType, after.DatabaseServer));
    }

    [Trait("Oracle", "62")]
    [NeedsPhpFact]
    public async Task Of_a_platform_those_that_pass_are_upgraded_and_the_other_is_reported()
    {
        const string Blocked = "c.example.test";
        using var trial = await Trial.MakeAsync(Sites, prepare: pair => pair.InstallOn(null, Blocked, "backslider"));
        var sites = trial.Hub.Sites.Find(new SiteFilter { Platform = "old" }).Select(site => site.Name).ToArray();
        Assert.Equal([.. Sites, Blocked], sites);
        var results = await trial.Test.UpgradeAsync(sites);
        Assert.Equal(Sites, trial.Hub.Tasks.Find(new TaskFilter { Type = "upgrade" }).Select(task => task.Target).Order());
        Assert.Equal(Sites, results.Where(result => result.Outcome == UpgradeOutcome.Upgraded).Select(result => result.Site).Order());
        var reported = Assert.Single(results, result => result.Outcome == UpgradeOutcome.Blocked);
        Assert.Equal(Blocked, reported.Site);
        Assert.Contains("backslider", reported.Message);
    }
}
