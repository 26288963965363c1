using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;
using Aegir.WebServers;

namespace Aegir.Operations.Upgrading;

/// <summary>Goes back to the side that an upgrade left behind. What was written since goes into a backup.</summary>
/// <param name="work">The upgrade that is undone.</param>
/// <param name="newSide">The same with its sides exchanged: the new side is shut and dumped as an upgrade does it with the old one.</param>
public sealed class UndoUpgrade(UpgradeWork work, UpgradeWork newSide, long upgradeTask) : Operation
{
    public const string TaskType = "undo-upgrade";

    private UpgradeRecord Record => work.Record;

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => Record.Site;

    public override IReadOnlyList<string> Resources => ["site:" + Record.Site];

    public override IReadOnlyList<IHost> Hosts => [work.Services.Host(work.Server)];

    public override IReadOnlyList<Step> Steps
    {
        get
        {
            var maintenance = new MaintenanceStep(newSide);
            var backup = new BackupStep(newSide);
            return
            [
                new("check", CheckAsync),
                new("maintenance", maintenance.DoAsync) { Undo = maintenance.UndoAsync },
                new("backup", backup.DoAsync) { Undo = backup.UndoAsync },
                new("site directory", PutBackAsync) { Undo = PlaceAgainAsync },
                new("look", LookAsync) { Undo = LookUndoAsync },
                new("commit", _ => Task.CompletedTask) { Commit = Commit },
                new("open", OpenAsync),
                new("pack backup", backup.PackAsync),
                new("new side", DropNewSideAsync),
            ];
        }
    }

    public override string Save() => Json.Write(new UndoRecord(upgradeTask, Record, newSide.Record));

    public static UndoUpgrade Rebuild(OperationServices services, string state)
    {
        var record = Json.Read<UndoRecord>(state);
        return new UndoUpgrade(
            new UpgradeWork(services, record.Upgrade) { Rebuilt = true },
            new UpgradeWork(services, record.NewSide) { Rebuilt = true },
            record.UpgradeTask);
    }

    /// <summary>What an undo works with: the upgrade, and the same with its sides exchanged.</summary>
    public static async Task<(UpgradeWork Upgrade, UpgradeWork NewSide)> WorkAsync(
        OperationServices services, KeptSide side, CancellationToken cancellation)
    {
        var upgrade = Json.Read<UpgradeRecord>(side.State);
        var host = services.Host(services.Server(upgrade.Server));
        var mode = await host.RunRequiredAsync(new HostCommand("stat", "-c", "%04a", "--", upgrade.NewFolder), cancellation).ConfigureAwait(false);
        var backups = services.Store.Read(session => session.Backups.OfSite(upgrade.SiteId).Select(backup => backup.Path).ToHashSet());
        return (new UpgradeWork(services, upgrade), new UpgradeWork(services, Mirror(upgrade, mode.Output.Trim(), backups)));
    }

    // Between the look at what is kept and our lease another process may have been here.
    private Task CheckAsync(StepContext context)
    {
        var isKept = work.Services.Store.Read(session => session.KeptSides.OfSite(Record.SiteId).Any(side => side.TaskId == upgradeTask)
            && session.Sites.Get(Record.SiteId)?.Platform == Record.To);
        return isKept ? Task.CompletedTask : throw new AegirException(AegirErrorKind.Busy, "SiteChanged",
            $"'{Record.Site}' was changed by another task meanwhile.", "Look at it with Get-AegirSite, and decide anew.");
    }

    private async Task PutBackAsync(StepContext context)
    {
        var host = work.Host(context);
        await host.RunRequiredAsync(HostCommand.Script("chmod u+w \"$1\" && printf '%s\\n' \"$2\" >\"$1/.aegir-upgrade\"", Record.NewFolder, Record.Mark),
            context.Cancellation).ConfigureAwait(false);
        await host.ScriptAsync("Operations.Upgrading.put-back-site.sh",
            [Record.OldFolder, Record.NewFolder, Record.Mark, Record.OldFolderMode, "keep"], context.Cancellation).ConfigureAwait(false);
    }

    private async Task PlaceAgainAsync(StepContext context)
    {
        var host = work.Host(context);
        await host.ScriptAsync("Operations.Upgrading.move-uploads.sh", [Record.OldFolder, Record.NewFolder], context.Cancellation)
            .ConfigureAwait(false);
        await host.RunRequiredAsync(HostCommand.Script("rm -f -- \"$1/.aegir-upgrade\"", Record.NewFolder), context.Cancellation).ConfigureAwait(false);
    }

    private async Task LookAsync(StepContext context)
    {
        var host = work.Host(context);
        // The old side's gate still is the upgrade's; it becomes ours, so that we can look through it.
        await SiteGate.TakeOverAsync(host, work.Server.Php, Record.FromDocroot, Record.Directory, work.Token, context.Cancellation).ConfigureAwait(false);
        await work.HostAsync(context, work.OldSide).ConfigureAwait(false);
        context.Info(await SiteDoor.RequireFineAsync(host, work.Server, work.OldSide, work.Token, context.Cancellation).ConfigureAwait(false));
        work.NewFacts = await SiteRecord.ReadConnectedAsync(host, work.Server.Php, work.OldSide, work.Token, context.Cancellation).ConfigureAwait(false);
    }

    private Task LookUndoAsync(StepContext context) =>
        work.HostAsync(context, work.NewSide);

    private void Commit(StateSession session, long taskId)
    {
        SiteRecord.Save(session, session.Sites.Get(Record.SiteId)!.With(work.NewFacts!), Record.FromId, work.NewFacts!);
        session.KeptSides.Delete(upgradeTask);
    }

    private async Task OpenAsync(StepContext context)
    {
        await SiteGate.OpenAsync(work.Host(context), work.Server.Php, Record.FromDocroot, Record.Directory, null, context.Cancellation).ConfigureAwait(false);
        newSide.Opened = work.Opened = DateTimeOffset.UtcNow;
    }

    private async Task DropNewSideAsync(StepContext context)
    {
        var host = work.Host(context);
        await work.Databases(context).DropKeptAsync(SqliteNames.AfterUndo(Record), Record.NewUser, context.Cancellation).ConfigureAwait(false);
        await SitesPhp.RemoveAsync(host, work.Server.Php, Record.ToDocroot, Record.Mark, context.Cancellation).ConfigureAwait(false);
        await host.ScriptAsync("Operations.Upgrading.forget-old-side.sh", [Record.NewFolder, Record.OldFolder], context.Cancellation).ConfigureAwait(false);
        await Sweep.DoneAsync(host, Record, context.Cancellation).ConfigureAwait(false);
    }

    private static UpgradeRecord Mirror(UpgradeRecord record, string folderMode, IReadOnlySet<string> backups) => new()
    {
        SiteId = record.SiteId,
        Site = record.Site,
        Server = record.Server,
        Directory = record.Directory,
        FromId = record.ToId,
        ToId = record.FromId,
        FromDocroot = record.ToDocroot,
        FromMajor = record.ToMajor,
        OldFolderMode = folderMode,
        ToDocroot = record.FromDocroot,
        From = record.To,
        To = record.From,
        DatabaseType = record.DatabaseType,
        OldDatabase = record.NewDatabaseSettled ?? record.NewDatabase!,
        OldUser = record.NewUser,
        BackupWork = record.BackupWork + "-undo",
        BackupArchive = UpgradeRecord.ArchivePath(record.BackupArchive[..record.BackupArchive.LastIndexOf('/')], record.Site, backups),
    };

    private sealed record UndoRecord(long UpgradeTask, UpgradeRecord Upgrade, UpgradeRecord NewSide);
}
