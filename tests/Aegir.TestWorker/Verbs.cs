using Aegir.Hub;
using Aegir.Operations.Builds;

namespace Aegir.TestWorker;

/// <summary>What a worker can be told to do, each on one target; in a process that may be killed, or in the test's own.</summary>
public static class Verbs
{
    /// <summary>Runs it and tells how it ended. Sites are installed on the first platform by name, and built platforms lie beside their makefile.</summary>
    /// <exception cref="AegirException">It failed.</exception>
    public static async Task<string> RunAsync(AegirHub hub, string verb, string target, ITaskSink sink, CancellationToken cancellation = default) => verb switch
    {
        "install" => $"{(await hub.Sites.InstallAsync(NewSite(hub, target), sink, cancellation)).Site}",
        "import" => $"{await hub.Sites.ImportAsync("old", target, null, sink, cancellation)}",
        "verify" => $"{await hub.Sites.VerifyAsync(target, sink, cancellation)}",
        "change" => $"{await hub.Sites.ChangeAsync(target, new SiteChange { AddAliases = ["alias." + target] }, sink, cancellation)}",
        "backup" => $"{await hub.Sites.BackupAsync(target, new BackupOptions(), sink, cancellation)}",
        "disable" => $"{await hub.Sites.DisableAsync(target, false, sink, cancellation)}",
        "enable" => $"{await hub.Sites.EnableAsync(target, sink, cancellation)}",
        "cron" => $"{(await hub.Cron.RunAsync(target, sink, cancellation)).Outcome}",
        "remove-backup" => await Done(hub.Sites.RemoveBackupAsync(hub.Sites.Backups(target)[0].Id, sink, cancellation)),
        "forget" => await Done(hub.Upgrades.ForgetExpiredAsync(sink, cancellation)),
        "remove" => await Done(hub.Sites.RemoveAsync(target, false, sink, cancellation)),
        "upgrade" => Ended((await hub.Upgrades.RunAsync(new[] { target }.ToAsync(), new UpgradeOptions(), sink, cancellation)).Single()),
        "undo" => Ended(await hub.Upgrades.UndoAsync(target, sink, cancellation)),
        "migrate" => await MoveAsync(hub, new MoveRequest(MoveKind.Migrate, target) { Platform = "new" }, sink, cancellation),
        "rename" => await MoveAsync(hub, new MoveRequest(MoveKind.Rename, target) { NewName = "new-" + target }, sink, cancellation),
        "clone" => await MoveAsync(hub, new MoveRequest(MoveKind.Clone, target) { NewName = "new-" + target, Platform = "new" }, sink, cancellation),
        "restore" => await MoveAsync(hub, new MoveRequest(MoveKind.Restore, target) { Backup = $"{hub.Sites.Backups(target)[0].Id}" }, sink, cancellation),
        "deploy" => $"{await hub.Sites.DeployAsync(new ArchivedSite(hub.Sites.Backups(target)[0].Path) { Name = "new-" + target, Platform = "new" }, sink, cancellation)}",
        "verify-server" => $"{await hub.Servers.VerifyAsync(target, sink, cancellation)}",
        "build" => $"{await hub.Platforms.BuildAsync(new BuildRequest("Built", new MakefileSource(target)) { Path = target + ".built" }, sink, cancellation)}",
        "verify-platform" => $"{await hub.Platforms.VerifyAsync(target, sink, cancellation)}",
        "remove-platform" => await Done(hub.Platforms.RemoveWithFilesAsync(target, sink, cancellation)),
        // What failed before is not tried again by itself.
        "update" => $"{await hub.Distributions.UpdateAsync(target, new UpdateOptions { Force = true }, sink, cancellation)}",
        _ => throw new ArgumentException($"Nobody can '{verb}'."),
    };

    private static NewSite NewSite(AegirHub hub, string name) => new()
    {
        Name = name,
        Platform = hub.Platforms.Find(new PlatformFilter()).First().Name,
        AdminEmail = "admin@example.test",
        Aliases = ["alias." + name],
        Database = hub.Servers.Get(Server.MasterName).Database == DatabaseType.None ? DatabaseType.Sqlite : null,
    };

    private static async Task<string> MoveAsync(AegirHub hub, MoveRequest request, ITaskSink sink, CancellationToken cancellation)
    {
        var moved = await hub.Moves.RunAsync(request, sink, cancellation);
        return $"{moved.Outcome} {moved.FailedStep} {moved.Message}";
    }

    private static string Ended(UpgradeResult result) => $"{result.Outcome} {result.FailedStep} {result.Message}";

    private static async Task<string> Done(Task task)
    {
        await task;
        return "done";
    }
}
