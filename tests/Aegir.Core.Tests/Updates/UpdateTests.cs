using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Tests.Updates;

/// <summary>Distributions that follow a source: what is new is built, verified and targeted, and what fails changes nothing.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly UpdateLab lab = new();

    public void Dispose() => lab.Dispose();

    [NeedsFact("git", "flock")]
    public async Task A_push_becomes_the_target_and_the_old_platform_is_locked()
    {
        var repository = lab.Repository();
        lab.Follow(new GitUpdates(repository.Path));
        var first = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Targeted, "Drupal 7.98-1"), (first.Outcome, first.Platform));
        Assert.Equal("Drupal 7.98-1", lab.Drupal.Target);

        var again = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Unchanged, null), (again.Outcome, again.TaskId));

        var commit = lab.Push(repository, "drupal-7.105");
        var second = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Targeted, "Drupal 7.105-1", commit), (second.Outcome, second.Platform, second.Signature));
        Assert.Equal([("Drupal 7.105-1", PlatformStatus.Enabled), ("Drupal 7.98-1", PlatformStatus.Locked)], lab.State());
        Assert.NotNull(lab.Hub.Platforms.Get("Drupal 7.105-1").Verified);
        var task = lab.Hub.Tasks.Find(new TaskFilter { Ids = [second.TaskId!.Value] }).Single();
        Assert.Equal(("update", "distribution", "Drupal", AegirTaskStatus.Success), (task.Type, task.TargetType, task.Target, task.Status));
        Assert.Contains(lab.Hub.Tasks.LogOf(task.Id), entry => entry.Message.Contains("is the target of 'Drupal'", StringComparison.Ordinal));
    }
}
