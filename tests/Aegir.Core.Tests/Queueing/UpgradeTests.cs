using Aegir.Hub.Requests;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Queueing;

/// <summary>Upgrades that are ordered now and done later.</summary>
public sealed class UpgradeTests
{
    [NeedsPhpFact]
    public async Task A_queued_upgrade_waits_for_the_targets_verify_and_one_that_is_up_to_date_or_blocked_says_so()
    {
        string[] sites = ["one.example.test", "two.example.test"];
        using var trial = await Trial.MakeAsync(sites, prepare: pair => pair.InstallOn(null, "odd.example.test", "legacy_widget"));
        var queue = trial.Hub.Queue;
        var verify = queue.Enqueue(new VerifyPlatformTask("new"));
        var tasks = new[] { "one.example.test", "odd.example.test" }.Select(site => queue.Enqueue(new UpgradeTask(site))).ToList();
        Assert.All(tasks, task => Assert.Equal($"waiting for task {verify.Id} (verify new)", trial.Hub.Tasks.Get(task.Id).Waiting));

        await queue.RunAsync(QueueBench.Quiet, trial.Test.Sink, default);
        var again = queue.Enqueue(new UpgradeTask("one.example.test"));
        await queue.RunAsync(QueueBench.Quiet, trial.Test.Sink, default);

        var (one, odd, late) = (trial.Hub.Tasks.Get(tasks[0].Id), trial.Hub.Tasks.Get(tasks[1].Id), trial.Hub.Tasks.Get(again.Id));
        Assert.True(one.Status is AegirTaskStatus.Success or AegirTaskStatus.Warning, $"{one.Status} {one.Message}\n{trial.Test.Sink}");
        Assert.Equal("new", trial.Hub.Sites.Get("one.example.test").Platform);
        Assert.True(one.Started >= trial.Hub.Tasks.Get(verify.Id).Ended);
        Assert.Equal((AegirTaskStatus.Error, true), (odd.Status, odd.Message!.StartsWith("Blocked: ")));
        Assert.Equal((AegirTaskStatus.Success, "Already on new."), (late.Status, late.Message));
        Assert.Equal("old", trial.Hub.Sites.Get("two.example.test").Platform);
    }
}
