using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Failures;

/// <summary>Updates and pages that fail on the target.</summary>
public sealed class UpdateFailureTests
{
    private const string Site = "one.example.test";

    [NeedsPhpTheory]
    [InlineData("throw", 10)]
    [InlineData("fatal", 10)]
    [InlineData("oom", 10)]
    [InlineData("kill", 10)]
    [InlineData("throw", 7)]
    public async Task An_update_that_fails_leaves_the_site_as_it_was(string fault, int major)
    {
        using var trial = await Trial.MakeAsync([Site], major: major, modules: ["faulty"]);
        trial.Switch("STANDIN_FAULT", fault);

        var result = await trial.Test.UpgradeAsync(Site);

        trial.AssertRolledBack(result, "updates", "updatedb", "Get-AegirTaskLog", "try again");
    }

    [NeedsPhpFact]
    public async Task A_target_whose_pages_are_broken_is_found_out_although_drush_is_content()
    {
        using var trial = await Trial.MakeAsync(Site);
        File.WriteAllText(trial.Pair.NewDocroot + "/core/BROKEN_TWIG", "");

        var result = await trial.Test.UpgradeAsync(Site);

        trial.AssertRolledBack(result, "look", "answers 500", "Mend the code base");
    }

    [NeedsPhpFact]
    public async Task A_cache_rebuild_that_fails_is_undone()
    {
        using var trial = await Trial.MakeAsync(Site);
        trial.Switch("STANDIN_FAIL_CACHE_REBUILD", "1");

        trial.AssertRolledBack(await trial.Test.UpgradeAsync(Site), "updates", "cache");
    }

    [NeedsPhpFact]
    public async Task After_the_module_is_mended_the_same_upgrade_succeeds()
    {
        using var trial = await Trial.MakeAsync(Site, "faulty");
        await trial.Test.UpgradeAsync(Site);
        trial.Switch("STANDIN_FAULT", "none");

        var result = await trial.Test.UpgradeAsync(Site);

        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, result.Message);
        trial.AssertWhole(Site, "new");
    }
}
