using System.Diagnostics;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>Ctrl-C in the middle of each step.</summary>
public sealed class CancelTests
{
    private const string Site = "one.example.test";

    [NeedsPhpTheory]
    [InlineData("maintenance")]
    [InlineData("backup")]
    [InlineData("database")]
    [InlineData("site directory")]
    [InlineData("updates")]
    [InlineData("look")]
    [InlineData("commit")]
    public async Task The_site_is_as_it_was(string step)
    {
        using var trial = await Trial.MakeAsync(Site);
        using var cancel = new CancellationTokenSource();
        var watch = new Stopwatch();
        trial.Test.Sink.OnEvent = item =>
        {
            if (item.Kind == TaskEventKind.Progress && item.Message == step && !watch.IsRunning)
            {
                watch.Start();
                cancel.CancelAfter(20);
            }
        };
        // Slow enough to be met in the middle.
        trial.Switch("STANDIN_SLEEP_UPDATEDB", "20");
        if (step is "look" or "commit")
            File.Delete(trial.Pair.NewDocroot + "/.standin/STANDIN_SLEEP_UPDATEDB");

        var result = (await trial.Test.UpgradeAsync([Site], cancellation: cancel.Token)).Single();

        var task = trial.Hub.Tasks.Find(new TaskFilter { Ids = [result.TaskId!.Value] }).Single();
        if (step == "commit")
        {
            // Too late: what has happened is finished.
            trial.AssertWhole(Site, result.Outcome == UpgradeOutcome.Upgraded ? "new" : "old");
            return;
        }
        Assert.Equal(UpgradeOutcome.RolledBack, result.Outcome);
        Assert.Equal(AegirTaskStatus.Interrupted, task.Status);
        Assert.Contains("stopped", result.Message);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"it took {watch.Elapsed}");
        trial.AssertWhole(Site, "old");
    }
}
