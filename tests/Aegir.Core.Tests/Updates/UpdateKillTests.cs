using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Updates;

/// <summary>The process that updates is killed at each of its steps: the distribution is then as it was, or has its new target; and the next update
/// brings it there.</summary>
public sealed class UpdateKillTests : IDisposable
{
    private readonly UpdateLab lab = new();

    public void Dispose() => lab.Dispose();

    [NeedsFact("git", "flock")]
    public async Task An_update()
    {
        var repository = lab.Repository();
        lab.Follow(new GitUpdates(repository.Path));
        await lab.UpdateAsync();
        lab.Push(repository, "drupal-7.105");
        Command.Run("sh", "-c", "cp -a \"$1\" \"$1.before\" && cp -a \"$2\" \"$2.before\"", "sh", lab.Folder.At("hub"), lab.Folder.At("aegir"));
        var commands = WorkerRun.Learn(lab.HubFile, "update", "Drupal").Commands;
        Assert.Contains(commands, command => command.Step == "tidy");
        // What is killed within a step is what the tests of builds kill.
        var kills = WorkerRun.Points(commands).Where(kill => kill.When == "before" && kill.Command.Step != "").ToList();
        Assert.Superset(new HashSet<string> { "folder", "build", "look", "place", "tidy" }, kills.Select(kill => kill.Command.Step).ToHashSet());
        Assert.Empty(await WorkerRun.ProblemsAsync(kills, lab.HubFile, "update", "Drupal", Reset, ProblemsAsync));
    }

    private void Reset() => Command.Run(
        "sh", "-c", "for folder; do rm -rf \"$folder\" && cp -a \"$folder.before\" \"$folder\"; done", "sh", lab.Folder.At("hub"), lab.Folder.At("aegir"));

    private async Task<IReadOnlyList<string>> ProblemsAsync()
    {
        var problems = new List<string>();
        using var hub = AegirHub.Open(lab.HubFile);
        await hub.RecoverAsync(new RecordingSink());
        var updated = hub.Distributions.Get("Drupal");
        var platforms = hub.Platforms.Find(new PlatformFilter()).Select(platform => $"{platform.Name} {platform.Status}").ToList();
        var isNew = updated.Target == "Drupal 7.105-1";
        string[] wanted = isNew ? ["Drupal 7.105-1 Enabled", "Drupal 7.98-1 Locked"] : ["Drupal 7.98-1 Enabled"];
        if (!platforms.SequenceEqual(wanted))
            problems.Add($"target {updated.Target}, platforms {string.Join(", ", platforms)}");
        if (isNew != (updated.Updates.BuiltSignature == updated.Updates.Signature))
            problems.Add("the signature does not fit the target");
        if (updated.Updates.FailedMessage is { } failed)
            problems.Add($"it counts as failed: {failed}");
        if (Directory.EnumerateFileSystemEntries(lab.Platforms).Count() != wanted.Length)
            problems.Add($"there are {string.Join(", ", Directory.EnumerateFileSystemEntries(lab.Platforms).Select(Path.GetFileName))}");
        var next = await hub.Distributions.UpdateAsync("Drupal", new UpdateOptions(), new RecordingSink(), default);
        if (next.Outcome != (isNew ? UpdateOutcome.Unchanged : UpdateOutcome.Targeted) || hub.Distributions.Get("Drupal").Target != "Drupal 7.105-1")
            problems.Add($"the next update: {next} {next.Message}");
        return problems;
    }
}
