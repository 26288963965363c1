using System.Globalization;
using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Tests.Updates;

/// <summary>Sites that follow the target by themselves: in maintenance windows, canary first, and no further after failures.</summary>
public sealed class UpgradePolicyTests : IDisposable
{
    private static readonly string[] Sites = ["a.example.test", "b.example.test", "c.example.test"];

    private readonly UpdateLab lab = new();
    private readonly GitRepository repository;
    private readonly TestClock clock = new();

    public UpgradePolicyTests()
    {
        repository = lab.Repository();
        lab.Follow(new GitUpdates(repository.Path), distribution => distribution with
        {
            Policy = UpdatePolicy.Upgrade,
            Rules = new UpgradeRules { Windows = [MaintenanceWindow.Parse("Sat 01:00-05:00 UTC")], ThrottleLimit = 1 },
        });
    }

    public void Dispose() => lab.Dispose();

    [NeedsPhpFact]
    public async Task Sites_follow_in_the_window_and_go_on_in_the_next()
    {
        await PrepareAsync();
        clock.Now = At("2026-11-27T12:00Z");
        var before = await UpdateAsync();
        Assert.Equal((UpdateOutcome.Targeted, 3, 0), (before.Outcome, lab.Drupal.OutdatedCount, before.Upgrades.Count));
        Assert.Contains("3 sites wait for the maintenance window that begins 2026-11-28 01:00", before.UpgradeMessage);

        // It ends while the first is being upgraded: that one is finished, no other is begun.
        clock.Now = At("2026-11-28T04:59Z");
        lab.Sink.OnEvent = item => clock.Now = item.Target == Sites[0] && item.Step == "updates" ? At("2026-11-28T05:00Z") : clock.Now;
        var first = await UpdateAsync();
        Assert.Equal([(Sites[0], UpgradeOutcome.Upgraded)], first.Upgrades.Where(site => site.Outcome != UpgradeOutcome.Skipped).Select(site => (site.Site, site.Outcome)));
        Assert.Equal(2, lab.Drupal.OutdatedCount);
        Assert.Contains("2 sites wait for the maintenance window that begins 2026-12-05", first.UpgradeMessage);
        lab.Sink.OnEvent = null;

        clock.Now = At("2026-12-05T01:00Z");
        var second = await UpdateAsync();
        Assert.Equal([UpgradeOutcome.Upgraded, UpgradeOutcome.Upgraded], second.Upgrades.Select(site => site.Outcome));
        Assert.Equal((0, null), (lab.Drupal.OutdatedCount, second.UpgradeMessage));
        Assert.All(Sites, site => Assert.Equal("Drupal 7.105-1", lab.Hub.Sites.Get(site).Platform));
        Assert.Equal(2, lab.Hub.Tasks.Find(new TaskFilter { Type = "upgrade-sites" }).Count);
        Assert.Empty((await UpdateAsync()).Upgrades);
    }

    [NeedsPhpFact]
    public async Task When_the_canary_fails_no_other_is_begun_until_somebody_says_so()
    {
        await PrepareAsync();
        Fail(Sites[0], true);
        clock.Now = At("2026-11-28T02:00Z");
        var failed = await UpdateAsync();
        Assert.Equal(UpdateOutcome.Targeted, failed.Outcome);
        Assert.Equal(UpgradeOutcome.RolledBack, failed.Upgrades[0].Outcome);
        Assert.All(failed.Upgrades.Skip(1), site => Assert.Equal(UpgradeOutcome.Skipped, site.Outcome));
        Assert.Contains($"The canary '{Sites[0]}' failed", failed.UpgradeMessage);
        var tasks = lab.Hub.Tasks.Find(new TaskFilter()).Count;
        var again = await UpdateAsync();
        Assert.Contains("-ResumeUpgrade", again.UpgradeMessage);
        Assert.Equal((0, tasks), (again.Upgrades.Count, lab.Hub.Tasks.Find(new TaskFilter()).Count));

        Fail(Sites[0], false);
        var forced = await UpdateAsync(resume: true);
        Assert.All(forced.Upgrades, site => Assert.Equal(UpgradeOutcome.Upgraded, site.Outcome));
        Assert.Equal(3, forced.Upgrades.Count);
    }

    [NeedsPhpFact]
    public async Task A_site_that_failed_is_left_and_too_many_stop_it()
    {
        await PrepareAsync();
        lab.Hub.Distributions.Set("Drupal", distribution => distribution with { Rules = distribution.Rules with { Canary = 0, MaxFailure = 1 } });
        Fail(Sites[0], true);
        clock.Now = At("2026-11-28T02:00Z");
        var first = await UpdateAsync();
        Assert.Equal([UpgradeOutcome.RolledBack, UpgradeOutcome.Upgraded, UpgradeOutcome.Upgraded], first.Upgrades.Select(site => site.Outcome));
        Assert.Contains(Sites[0], first.UpgradeMessage);
        Assert.Empty((await UpdateAsync()).Upgrades);
        // The next target is a new beginning.
        lab.Push(repository, "drupal-7.105");
        Fail(Sites[0], false);
        var next = await UpdateAsync();
        Assert.Equal([UpgradeOutcome.Upgraded, UpgradeOutcome.Upgraded, UpgradeOutcome.Upgraded], next.Upgrades.Select(site => site.Outcome));
    }

    private async Task PrepareAsync()
    {
        clock.Now = At("2026-11-27T12:00Z");
        await UpdateAsync();
        foreach (var site in Sites)
            await lab.AddSiteAsync(site);
        lab.Push(repository, "drupal-7.105");
    }

    private Task<UpdateResult> UpdateAsync(bool resume = false) => lab.UpdateAsync(new UpdateOptions { Time = clock, ResumeUpgrades = resume });

    private void Fail(string site, bool fails) => Command.Run(lab.Hub.Platforms.Get(lab.Hub.Sites.Get(site).Platform).ProjectRoot + "/vendor/bin/drush",
        "variable-set", "STANDIN_FAIL_UPDATE_HOOK", fails ? "1" : "0", "--uri=" + site, "--root=" + lab.Hub.Platforms.Get(lab.Hub.Sites.Get(site).Platform).Path, "--nocolor");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private sealed class TestClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
