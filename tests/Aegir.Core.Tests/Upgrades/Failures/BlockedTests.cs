using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Failures;

/// <summary>What is found before anything is touched.</summary>
public sealed class BlockedTests
{
    private const string Site = "one.example.test";

    // The original warns and migrates all the same, and the module may be switched off unseen: here it blocks unless it is allowed by name.
    [Trait("Oracle", "31")]
    [NeedsPhpFact]
    public async Task A_module_that_the_target_lacks()
    {
        using var trial = await Trial.MakeAsync(Site, "legacy_widget");
        await AssertBlockedAsync(trial, "legacy_widget", "-AllowMissing legacy_widget");
    }

    [NeedsPhpFact]
    public async Task It_may_be_allowed_and_is_on_record_then()
    {
        using var trial = await Trial.MakeAsync(Site, "legacy_widget");
        var plan = await trial.Hub.Upgrades.PlanAsync(Site, ["legacy_widget"], default);
        Assert.Contains(plan.Warnings, warning => warning.Contains("legacy_widget", StringComparison.Ordinal));

        var result = await trial.Test.UpgradeAsync(Site, new UpgradeOptions { AllowMissing = ["legacy_widget"] });

        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, result.Message);
        Assert.Contains(trial.Hub.Tasks.LogOf(result.TaskId!.Value),
            entry => entry.Level == TaskLogLevel.Warning && entry.Message.Contains("legacy_widget', which was allowed", StringComparison.Ordinal));
        trial.AssertWhole(Site, "new");
    }

    [Trait("Oracle", "29")]
    [NeedsPhpFact]
    public async Task A_schema_that_would_go_backwards()
    {
        using var trial = await Trial.MakeAsync(Site, "backslider");
        await AssertBlockedAsync(trial, "backslider");
    }

    // A renamed profile is no other case: only the step from Drupal 6, which is refused, knows one (old_short_name).
    [Trait("Oracle", "33")]
    [Trait("Oracle", "40")]
    [NeedsPhpFact]
    public async Task A_profile_that_the_target_lacks()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: pair =>
        {
            Command.Run("sh", "-c", "chmod -R u+w \"$1\" && rm -rf \"$1\"", "sh", $"{pair.OldDocroot}/sites/{Site}");
            Command.Run(Fixtures.At("make-site"), pair.OldRoot, Site, "agency", "sqlite");
        });
        await AssertBlockedAsync(trial, "agency");
    }

    [NeedsPhpFact]
    public async Task A_target_that_is_older()
    {
        using var trial = await Trial.MakeAsync(Site);
        Assert.Equal(UpgradeOutcome.Upgraded, (await trial.Test.UpgradeAsync(Site)).Outcome);
        trial.Hub.Distributions.SetTarget("Drupal", "old");

        var result = await trial.Test.UpgradeAsync(Site);

        Assert.Equal(UpgradeOutcome.Blocked, result.Outcome);
        Assert.Contains("Drupal would go back from 10.3.6 to 10.1.5", result.Message);
        // Nobody is told to take away what Undo-AegirUpgrade goes back to.
        Assert.Contains("Undo-AegirUpgrade goes back to it", result.Message);
        trial.AssertWhole(Site, "new");
    }

    [NeedsPhpFact]
    public async Task Settings_that_cannot_be_read()
    {
        using var trial = await Trial.MakeAsync([Site, "two.example.test"]);
        File.AppendAllText($"{trial.Pair.OldDocroot}/sites/{Site}/settings.php", "\noops {\n");

        var plan = await trial.Hub.Upgrades.PlanAsync(Site, [], default);
        var result = await trial.Test.UpgradeAsync(Site);

        Assert.Equal((UpgradeState.Blocked, UpgradeOutcome.Blocked), (plan.State, result.Outcome));
        Assert.Contains("settings.php cannot be read", Assert.Single(plan.Blockers));
        Assert.Equal(("old", "new", plan.Blockers[0]), (result.From, result.To, result.Message));
        Assert.Equal(plan.Blockers[0], PlanText.Brief(plan));
    }

    [NeedsPhpFact]
    public async Task A_machine_that_is_away_but_not_a_store()
    {
        using var trial = await Trial.MakeAsync(Site);
        using var cut = AegirHub.Open(trial.Test.HubFile, _ => new Failing("HostUnreachable"));
        using var locked = AegirHub.Open(trial.Test.HubFile, _ => new Failing("HubLocked"));

        Assert.Contains("HostUnreachable", Assert.Single((await cut.Upgrades.PlanAsync(Site, [], default)).Blockers));
        Assert.Equal("HubLocked", (await Assert.ThrowsAsync<AegirException>(() => locked.Upgrades.PlanAsync(Site, [], default))).Id);
    }

    [NeedsPhpFact]
    public async Task Settings_that_are_a_link()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: pair =>
        {
            var settings = $"{pair.OldDocroot}/sites/{Site}/settings.php";
            Command.Run("sh", "-c", "chmod u+w \"$(dirname \"$1\")\"; mv \"$1\" \"$2\"; ln -s \"$2\" \"$1\"", "sh", settings, pair.Folder.At("shared.php"));
        });
        await AssertBlockedAsync(trial, "settings.php is a link", "shared.php");
    }

    [NeedsPhpFact]
    public async Task A_folder_that_is_another_sites_on_the_target()
    {
        const string other = "other.example.test";
        using var trial = await Trial.MakeAsync([Site], domains: new() { ["default"] = Site }, prepare: pair =>
        {
            Command.Run("sh", "-c", "cd \"$1/sites\"; chmod u+w \"$2\"; cp -a \"$2/.\" default/; rm -rf \"$2\"; sed -i \"s|sites/$2/|sites/default/|g\" default/settings.php",
                "sh", pair.OldDocroot, Site);
            Command.Run("cp", "-a", pair.OldDocroot + "/sites/default/.", pair.NewDocroot + "/sites/default/");
        });
        await trial.Hub.Sites.ImportAsync("new", "default", other, trial.Test.Sink, default);

        await AssertBlockedAsync(trial, $"is the folder of site '{other}'");
    }

    [NeedsPhpFact]
    public async Task A_site_of_that_name_on_the_target()
    {
        using var trial = await Trial.MakeAsync([Site], prepare: pair =>
        {
            Directory.CreateDirectory($"{pair.NewDocroot}/sites/{Site}");
            File.WriteAllText($"{pair.NewDocroot}/sites/{Site}/settings.php", "<?php // somebody else's");
        });
        await AssertBlockedAsync(trial, "is there already");
    }

    private static async Task AssertBlockedAsync(Trial trial, params string[] words)
    {
        var tasks = trial.Hub.Tasks.Find(new TaskFilter()).Count;
        trial.Witness(Site);

        var result = await trial.Test.UpgradeAsync(Site);

        Assert.Equal(UpgradeOutcome.Blocked, result.Outcome);
        Assert.Null(result.TaskId);
        foreach (var word in words)
            Assert.Contains(word, result.Message);
        Assert.Equal(tasks, trial.Hub.Tasks.Find(new TaskFilter()).Count);
        Assert.False(Directory.Exists(trial.Pair.Folder.At("hub/backups")));
        trial.AssertWhole(Site, "old");
    }

    private sealed class Failing(string id) : IHost
    {
        public string Name => "failing";

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) =>
            throw new AegirException(AegirErrorKind.Unavailable, id, $"It is {id}.", "Wait.");
    }
}
