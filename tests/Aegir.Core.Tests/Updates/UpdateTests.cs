using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Tests.Updates;

/// <summary>Distributions that follow a git repository: what is new is built, verified and targeted, and what fails changes nothing.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly UpdateLab lab = new();
    private readonly GitRepository repository;

    public UpdateTests()
    {
        repository = lab.Repository();
        lab.Follow(new GitUpdates(repository.Path));
    }

    public void Dispose() => lab.Dispose();

    [NeedsFact("git", "flock")]
    public async Task A_push_becomes_the_target_and_the_old_platform_is_locked()
    {
        var first = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Targeted, "Drupal 7.98-1"), (first.Outcome, first.Platform));
        Assert.Equal("Drupal 7.98-1", lab.Drupal.Target);

        var again = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Unchanged, null), (again.Outcome, again.TaskId));

        var commit = lab.Push(repository, "drupal-7.105");
        var check = await lab.UpdateAsync(new UpdateOptions { CheckOnly = true });
        Assert.Equal((UpdateOutcome.Moved, commit, commit[..8]), (check.Outcome, check.Signature, lab.Drupal.Updates.Label));
        var second = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Targeted, "Drupal 7.105-1", commit), (second.Outcome, second.Platform, second.Signature));
        Assert.Equal([("Drupal 7.105-1", PlatformStatus.Enabled), ("Drupal 7.98-1", PlatformStatus.Locked)], lab.State());
        Assert.NotNull(lab.Hub.Platforms.Get("Drupal 7.105-1").Verified);
        var task = lab.Hub.Tasks.Find(new TaskFilter { Ids = [second.TaskId!.Value] }).Single();
        Assert.Equal(("update", "distribution", "Drupal", AegirTaskStatus.Success), (task.Type, task.TargetType, task.Target, task.Status));
        Assert.Contains(lab.Hub.Tasks.LogOf(task.Id), entry => entry.Message.Contains("is the target of 'Drupal'", StringComparison.Ordinal));
    }

    [NeedsFact("git", "flock")]
    [Trait("Oracle", "64")]
    public async Task A_broken_commit_changes_neither_target_nor_locks_and_says_why()
    {
        await lab.UpdateAsync();
        var before = (lab.Drupal.Target, lab.Drupal.Updates.BuiltSignature, string.Join(' ', lab.State()));
        File.Delete(repository.Path + "/includes/bootstrap.inc");
        var broken = repository.Commit();

        var result = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Failed, broken), (result.Outcome, result.Signature));
        Assert.Contains("Drupal", result.Message);
        Assert.Equal(before, (lab.Drupal.Target, lab.Drupal.Updates.BuiltSignature, string.Join(' ', lab.State())));
        Assert.Equal(["drupal-7.98-1"], Directory.EnumerateFileSystemEntries(lab.Platforms).Select(Path.GetFileName));
        Assert.Equal(AegirTaskStatus.Error, lab.Hub.Tasks.Find(new TaskFilter { Ids = [result.TaskId!.Value] }).Single().Status);
        Assert.Equal(result.Message, lab.Drupal.Updates.FailedMessage);

        // It is not built again for nothing, only when asked to, or when there is something else.
        var again = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.FailedBefore, 2), (again.Outcome, lab.Builds));
        Assert.Contains(result.Message!, again.Message);
        Assert.Equal((UpdateOutcome.Failed, 3), ((await lab.UpdateAsync(new UpdateOptions { Force = true })).Outcome, lab.Builds));
        repository.Git("checkout", "-q", "HEAD~1", "--", ".");
        repository.Commit(("sites/all/modules/mended/mended.info", "name = Mended\ncore = 7.x\n"));
        Assert.Equal(UpdateOutcome.Targeted, (await lab.UpdateAsync()).Outcome);
        Assert.Null(lab.Drupal.Updates.FailedMessage);
    }

    [NeedsFact("git", "flock")]
    [Trait("Oracle", "65")]
    public async Task The_newest_wins_where_the_branch_moves_while_it_is_being_built()
    {
        UpdateResult? other = null;
        lab.Sink.OnEvent = item =>
        {
            if (other is not null || item is not { Kind: TaskEventKind.Progress, Step: "look" })
                return;
            // Another worker is told of the push while this one builds.
            lab.Push(repository, "drupal-7.105");
            using var hub = AegirHub.Open(lab.HubFile);
            other = hub.Distributions.UpdateAsync("Drupal", new UpdateOptions(), new RecordingSink(), default).GetAwaiter().GetResult();
        };
        var result = await lab.UpdateAsync();

        Assert.Equal(UpdateOutcome.InProgress, other?.Outcome);
        Assert.Equal((UpdateOutcome.Targeted, "Drupal 7.105-1"), (result.Outcome, result.Platform));
        Assert.Equal([("Drupal 7.105-1", PlatformStatus.Enabled), ("Drupal 7.98-1", PlatformStatus.Locked)], lab.State());
        var tasks = lab.Hub.Tasks.Find(new TaskFilter { Type = "update" });
        Assert.Equal(2, tasks.Count);
        Assert.True(tasks[1].Ended <= tasks[0].Started, "two built at a time");
    }

    // Taken for dead, it goes on as if nothing had been.
    [NeedsFact("git", "flock")]
    [Trait("Oracle", "65")]
    public async Task A_build_that_lost_its_lease_overrides_nothing()
    {
        lab.Sink.OnEvent = item =>
        {
            if (item is { Kind: TaskEventKind.Progress, Step: "register" })
                lab.Sql("DELETE FROM lease WHERE resource LIKE 'distribution:%'");
        };
        var result = await lab.UpdateAsync();
        Assert.Equal(UpdateOutcome.Failed, result.Outcome);
        Assert.Null(lab.Drupal.Target);
        Assert.Empty(lab.State());
        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.Platforms));
        lab.Sink.OnEvent = null;
        // That was not the source's fault.
        Assert.Equal(UpdateOutcome.Targeted, (await lab.UpdateAsync()).Outcome);
    }

    [NeedsFact("git", "flock")]
    public async Task A_target_that_was_chosen_meanwhile_stays()
    {
        await lab.UpdateAsync();
        var newer = await lab.Hub.Platforms.BuildAsync(new("By hand", new GitSource(repository.Path)) { Distribution = "Drupal" }, lab.Sink, default);
        lab.Push(repository, "drupal-7.105");
        lab.Sink.OnEvent = item =>
        {
            if (item is { Kind: TaskEventKind.Progress, Step: "place" })
                lab.Hub.Distributions.SetTarget("Drupal", newer.Name);
        };
        var result = await lab.UpdateAsync();
        Assert.Equal(UpdateOutcome.Built, result.Outcome);
        Assert.Contains("changed to 'By hand'", result.Message);
        Assert.Equal([("By hand", PlatformStatus.Enabled), ("Drupal 7.105-1", PlatformStatus.Locked), ("Drupal 7.98-1", PlatformStatus.Locked)], lab.State());
    }

    [NeedsFact("git", "flock")]
    public async Task A_release_that_is_older_than_the_target_needs_force()
    {
        lab.Push(repository, "drupal-7.105");
        await lab.UpdateAsync();
        lab.Push(repository, "drupal-7.98");
        var result = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Built, "Drupal 7.105-1"), (result.Outcome, lab.Drupal.Target));
        Assert.Contains("7.98 is older than 7.105", result.Message);
        Assert.Equal(UpdateOutcome.Unchanged, (await lab.UpdateAsync()).Outcome);
        var forced = await lab.UpdateAsync(new UpdateOptions { Force = true });
        Assert.Equal((UpdateOutcome.Targeted, "Drupal 7.98-2"), (forced.Outcome, lab.Drupal.Target));
    }

    [NeedsFact("git", "flock")]
    public async Task It_goes_as_far_as_the_policy()
    {
        lab.Follow(lab.Drupal.Source, distribution => distribution with { Policy = UpdatePolicy.Check });
        Assert.Equal((UpdateOutcome.Moved, 0), ((await lab.UpdateAsync()).Outcome, lab.Builds));
        lab.Follow(lab.Drupal.Source, distribution => distribution with { Policy = UpdatePolicy.Build });
        Assert.Equal((UpdateOutcome.Built, null), ((await lab.UpdateAsync()).Outcome, lab.Drupal.Target));
        lab.Push(repository, "drupal-7.105");
        Assert.Equal(UpdateOutcome.Targeted, (await lab.UpdateAsync(new UpdateOptions { Policy = UpdatePolicy.Target })).Outcome);
        // One that joins a distribution with a target is locked.
        Assert.Equal([("Drupal 7.105-1", PlatformStatus.Enabled), ("Drupal 7.98-1", PlatformStatus.Locked)], lab.State());
        lab.Hub.Distributions.Add("By hand");
        Assert.Equal(UpdateOutcome.NoSource, (await lab.Hub.Distributions.UpdateAsync("By hand", new UpdateOptions(), lab.Sink, default)).Outcome);
    }

    [NeedsFact("git", "flock")]
    public async Task The_newest_tag_that_fits_counts()
    {
        repository.Git("tag", "7.98");
        lab.Push(repository, "drupal-7.105");
        repository.Git("tag", "-a", "-m", "Annotated", "7.105");
        repository.Git("tag", "7.106-rc1");
        repository.Git("tag", "8.0");
        repository.Git("tag", "zzz-7.1");
        lab.Follow(new GitUpdates(repository.Path, TagPattern: "7.*"));
        var result = await lab.UpdateAsync();
        Assert.Equal(("7.105", repository.Git("rev-parse", "7.105^{commit}").Trim()), (result.Version, result.Signature));
        // Taken back, the newest is an older one.
        repository.Git("tag", "-d", "7.105");
        var older = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Older, "7.98", 1), (older.Outcome, older.Version, lab.Builds));
        lab.Follow(new GitUpdates(repository.Path, TagPattern: "9.*"));
        Assert.Equal("GitRefNotFound", (await Assert.ThrowsAsync<AegirException>(() => lab.UpdateAsync())).Id);
        Assert.Contains("9.*", lab.Drupal.Updates.CheckError);
    }

    [NeedsFact("git", "flock")]
    public async Task An_unchanged_check_is_one_ls_remote()
    {
        await lab.UpdateAsync();
        var traces = lab.Folder.At("trace");
        Command.Run("sh", "-c", "mkdir \"$1\" && printf '#!/bin/sh\\necho \"$*\" >>\"%s/log\"\\nexec %s \"$@\"\\n' \"$1\" \"$(command -v git)\" >\"$1/git\" && chmod +x \"$1/git\"", "sh", traces);
        using var hub = AegirHub.Open(lab.HubFile, _ => new PathHost(traces));
        Assert.Equal(UpdateOutcome.Unchanged, (await hub.Distributions.UpdateAsync("Drupal", new UpdateOptions(), lab.Sink, default)).Outcome);
        Assert.Contains("ls-remote", Assert.Single(File.ReadAllLines(traces + "/log")));
    }

    [NeedsFact("git", "flock")]
    public async Task What_would_be_built_is_told_and_nothing_is_remembered()
    {
        var plan = await lab.Hub.Distributions.PlanUpdateAsync("Drupal", new UpdateOptions(), default);
        Assert.Equal((null, UpdatePolicy.Target), (plan.Outcome, plan.Policy));
        Assert.Equal(repository.Path, Assert.Single(plan.Fetches).From);
        Assert.Null(lab.Drupal.Updates.Checked);
        Assert.False(Directory.Exists(lab.Folder.At("hub/cache")));
        Assert.Empty(lab.Hub.Tasks.Find(new TaskFilter()));
        await lab.UpdateAsync();
        Assert.Equal(UpdateOutcome.Unchanged, (await lab.Hub.Distributions.PlanUpdateAsync("Drupal", new UpdateOptions(), default)).Outcome);
    }
}
