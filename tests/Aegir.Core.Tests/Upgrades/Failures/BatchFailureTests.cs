using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Failures;

/// <summary>What one failure means for the rest of a batch.</summary>
public sealed class BatchFailureTests
{
    private static readonly string[] Sites = ["a.example.test", "b.example.test", "c.example.test", "d.example.test"];

    [NeedsPhpFact]
    public async Task The_rest_goes_on()
    {
        using var trial = await WithFaultAsync("b.example.test");

        var results = await trial.Test.UpgradeAsync(Sites, new UpgradeOptions { ThrottleLimit = 2 });

        Assert.Equal(UpgradeOutcome.RolledBack, Of(results, "b.example.test"));
        Assert.All(Sites.Where(site => site != "b.example.test"), site =>
        {
            Assert.Equal(UpgradeOutcome.Upgraded, Of(results, site));
            Assert.Equal("new", trial.Hub.Sites.Get(site).Platform);
        });
    }

    [NeedsPhpFact]
    public async Task With_a_limit_to_failures_the_rest_is_skipped_and_says_why()
    {
        using var trial = await WithFaultAsync("b.example.test");

        var results = await trial.Test.UpgradeAsync(Sites, new UpgradeOptions { ThrottleLimit = 1, MaxFailure = 0 });

        Assert.Equal(UpgradeOutcome.Upgraded, Of(results, "a.example.test"));
        Assert.Equal(UpgradeOutcome.RolledBack, Of(results, "b.example.test"));
        Assert.All(results.Where(result => result.Site is "c.example.test" or "d.example.test"), result =>
        {
            Assert.Equal(UpgradeOutcome.Skipped, result.Outcome);
            Assert.Contains("failed", result.Message);
            Assert.Equal("old", trial.Hub.Sites.Get(result.Site).Platform);
        });
    }

    [NeedsPhpFact]
    public async Task When_the_canary_fails_nobody_follows()
    {
        using var trial = await WithFaultAsync("a.example.test");

        var results = await trial.Test.UpgradeAsync(Sites, new UpgradeOptions { Canary = 1 });

        Assert.Equal(UpgradeOutcome.RolledBack, Of(results, "a.example.test"));
        Assert.All(results.Skip(1), result =>
        {
            Assert.Equal(UpgradeOutcome.Skipped, result.Outcome);
            Assert.Contains("canary 'a.example.test'", result.Message);
        });
        Assert.Equal(4, results.Count);
    }

    private static UpgradeOutcome Of(IEnumerable<UpgradeResult> results, string site) => results.Single(result => result.Site == site).Outcome;

    private static async Task<Trial> WithFaultAsync(string faulty)
    {
        var trial = await Trial.MakeAsync(Sites, prepare: pair =>
        {
            foreach (var site in Sites)
                Command.Run(pair.OldRoot + "/vendor/bin/drush", "state:set", "STANDIN_FAIL_UPDATE_HOOK", site == faulty ? "1" : "0", "--uri=" + site);
        });
        return trial;
    }
}
