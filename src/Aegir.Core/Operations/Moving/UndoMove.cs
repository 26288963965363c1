using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;
using Aegir.WebServers;

namespace Aegir.Operations.Moving;

/// <summary>Goes back to the side that a move left behind. What was written since goes into a backup.</summary>
/// <param name="work">The move that is undone.</param>
/// <param name="back">The same with its sides exchanged: the new side is shut and dumped as a move does it with the old one.</param>
public sealed class UndoMove(MoveWork work, MoveWork back, long moveTask) : Operation
{
    public const string TaskType = "undo-upgrade";

    private MoveRecord Record => work.Record;

    private string LeaveMark => Record.Mark + "-undo";

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => Record.New.Site;

    public override IReadOnlyList<string> Resources => MoveTypes.Resources(Record);

    public override IReadOnlyList<IHost> Hosts => work.Hosts;

    public override IReadOnlyList<string> Folders => [.. Record.Folders, back.Record.LeftFolder];

    public override IReadOnlyList<Step> Steps
    {
        get
        {
            var maintenance = new MaintenanceStep(back);
            var backup = new BackupStep(back);
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

    public override string Save() => Json.Write(new UndoRecord(moveTask, Record, back.Record));

    /// <exception cref="AegirException">StoreIsOlder.</exception>
    public override async Task<bool> HasHappenedAsync(StepContext context, bool recorded)
    {
        var old = await work.Old.LeftMarksAsync(context, Record.Old.Folder, Record.LeftFolder).ConfigureAwait(false);
        var now = await work.New.LeftMarksAsync(context, back.Record.LeftFolder, Record.New.Folder).ConfigureAwait(false);
        // Its last step takes the side away that it left.
        var isGone = old[0] is "" && now[0] is null && (Record.InPlace ? old[1] : now[1]) is null;
        if (old.Concat(now).FirstOrDefault(mark => mark is { Length: > 0 } && mark != Record.Mark && mark != LeaveMark) is not null || (old[0] is null && old[1] is null))
            throw LeftMark.StoreIsOlder(Target, $"it went on from {Record.Old.Folder}");
        if (recorded || (!isGone && now[0] != LeaveMark))
            return recorded;
        work.NewFacts = await work.Old.FactsAsync(context, work.Token).ConfigureAwait(false);
        return true;
    }

    public static UndoMove Rebuild(OperationServices services, string state)
    {
        var record = Json.Read<UndoRecord>(state);
        return new UndoMove(
            new MoveWork(services, record.Move) { Rebuilt = true },
            new MoveWork(services, record.Back) { Rebuilt = true },
            record.MoveTask);
    }

    /// <summary>What an undo works with: the move, and the same with its sides exchanged.</summary>
    /// <exception cref="AegirException">SiteChanged: the site is not where that move took it.</exception>
    public static async Task<(MoveWork Move, MoveWork Back)> WorkAsync(OperationServices services, KeptSide side, CancellationToken cancellation)
    {
        var record = Json.Read<MoveRecord>(side.State);
        var site = services.Store.Read(session => session.Sites.Get(record.SiteId)!);
        RequireThere(site, record);
        MoveSides.Update(record, site);
        var lead = services.Place(record.New.Server).Lead.Host;
        var mode = await lead.RunRequiredAsync(new HostCommand("stat", "-c", "%04a", "--", record.New.Folder), cancellation).ConfigureAwait(false);
        var back = MoveSides.Mirror(record, mode.Output.Trim());
        back.Backup = MovePreparation.Backup(services, site, back, record.Mark + "-undo");
        return (new MoveWork(services, record), new MoveWork(services, back));
    }

    /// <summary>Puts a site back on the side that an undo was about to leave, of which the store, put back from a copy, knows nothing; false where none was
    /// begun, or it let visitors in.</summary>
    internal static async Task<bool> TakeBackAsync(OperationServices services, KeptSide side, StepContext context)
    {
        var record = Json.Read<MoveRecord>(side.State);
        var site = services.Store.Read(session => session.Sites.Get(side.SiteId)!);
        if (!MoveTypes.IsOn(site, record.New))
            return false;
        var (move, back) = (new MoveWork(services, record), new MoveWork(services, MoveSides.Mirror(record, record.FolderMode)));
        var undo = new UndoMove(move, back, side.TaskId);
        var marks = await move.New.LeftMarksAsync(context, record.InPlace ? record.Old.Folder : record.LeftFolder, back.Record.LeftFolder).ConfigureAwait(false);
        if ((marks[0] != record.Mark && marks[0] is not "") || (marks[1] != undo.LeaveMark && marks[1] is not ""))
            return false;
        var lead = move.New.Lead(context).Host;
        var note = await lead.RunAsync(new HostCommand("cat", "--", back.Record.LeftFolder + "/.aegir-upgrade"), context.Cancellation).ConfigureAwait(false);
        if (note.Output.Trim() != record.Mark || await move.Old.IsOpenAsync(context, record.InPlace ? record.Old.Directory : record.LeftDirectory).ConfigureAwait(false))
            return false;
        await undo.PlaceAgainAsync(context).ConfigureAwait(false);
        await move.Old.MarkLeftAsync(context, record.LeftFolder, record.Mark).ConfigureAwait(false);
        await move.New.MarkLeftAsync(context, record.New.Folder, "").ConfigureAwait(false);
        return true;
    }

    // Between the look at what is kept and our lease another process may have been here.
    private async Task CheckAsync(StepContext context)
    {
        work.Services.Store.Read(session =>
        {
            if (session.KeptSides.OfSite(Record.SiteId).All(side => side.TaskId != moveTask))
                throw Changed();
            RequireThere(session.Sites.Get(Record.SiteId)!, Record);
            SiteNaming.RequireFree(session, [.. Record.Old.Names], Record.SiteId);
            return 0;
        });
        await work.Old.Place.For(context).RequireAllAsync().ConfigureAwait(false);
        await work.New.Place.For(context).RequireAllAsync().ConfigureAwait(false);
    }

    private async Task PutBackAsync(StepContext context)
    {
        // To a machine that the site was taken from, what came or changed since follows: the rest of the uploads is still there.
        await work.Old.OnEachAsync(context, async member =>
        {
            foreach (var name in work.Carried)
                await new Uploads(back, member, context).CopyAsync(name, Record.LeftFolder, here: false).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await OnTwinsAsync(context, async member =>
        {
            await member.Host.ScriptAsync("Operations.Moving.mark-folder.sh", [Record.New.Folder, Record.Mark], context.Cancellation).ConfigureAwait(false);
            await PutBack.RunAsync(member, context,
                Record.Old.Folder, Record.New.Folder, Record.Mark, Record.FolderMode, "keep", "", string.Join(' ', work.Carried)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private Task PlaceAgainAsync(StepContext context) => OnTwinsAsync(context, async member =>
    {
        await member.Host.ScriptAsync("Operations.Moving.place-again.sh",
            [Record.Old.Folder, Record.New.Folder, Record.LeftFolder, back.Record.LeftFolder], context.Cancellation).ConfigureAwait(false);
        foreach (var name in work.Carried)
            await Uploads.MoveAsync(member, Record.LeftFolder, Record.New.Folder, Record, name, context).ConfigureAwait(false);
        await member.Host.RunRequiredAsync(new HostCommand("rm", "-f", "--", Record.New.Folder + "/.aegir-upgrade"), context.Cancellation).ConfigureAwait(false);
    });

    // Machines that both sides are on.
    private Task OnTwinsAsync(StepContext context, Func<PlaceMember, Task> act) =>
        work.Old.OnEachAsync(context, member => work.New.Twin(member) is null ? Task.CompletedTask : act(member));

    private async Task LookAsync(StepContext context)
    {
        // The old side's gate still is the move's; it becomes ours, so that we can look through it.
        await work.Old.OnEachAsync(context, member => SiteGate.TakeOverAsync(
            member.Host, member.Server.Php, Record.Old.Docroot, Record.Old.Directory, work.Token, context.Cancellation)).ConfigureAwait(false);
        await work.Old.PublishAsync(context, HostedState.Maintenance, work.Token).ConfigureAwait(false);
        await work.Old.OnEachAsync(context, async member => context.Info(await SiteDoor.RequireFineAsync(
            member.Host, member.Server, Record.Old.Location, work.Token, context.Cancellation).ConfigureAwait(false))).ConfigureAwait(false);
        var lead = work.Old.Lead(context);
        work.NewFacts = await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, Record.Old.Location, work.Token, context.Cancellation).ConfigureAwait(false);
    }

    private async Task LookUndoAsync(StepContext context)
    {
        if (work.IsElsewhere)
            await work.Old.WithdrawAsync(context).ConfigureAwait(false);
        await work.New.PublishAsync(context, HostedState.Maintenance, back.Token).ConfigureAwait(false);
    }

    private void Commit(StateSession session, long taskId)
    {
        var site = MoveTypes.Moved(session.Sites.Get(Record.SiteId)!, Record.Old);
        SiteRecord.Save(session, site.With(work.NewFacts!), Record.Old.PlatformId, work.NewFacts!);
        session.KeptSides.Delete(moveTask);
    }

    private async Task OpenAsync(StepContext context)
    {
        var isLeft = await work.New.TryMarkLeftAsync(context, back.Record.LeftFolder, LeaveMark, mayFail: work.IsElsewhere).ConfigureAwait(false);
        await work.Old.MarkLeftAsync(context, Record.Old.Folder, "").ConfigureAwait(false);
        await work.Old.OpenGateAsync(context, Record.Old.Directory, null).ConfigureAwait(false);
        await work.Old.PublishAsync(context, HostedState.Open).ConfigureAwait(false);
        back.Opened = work.Opened = DateTimeOffset.UtcNow;
        if (!work.IsElsewhere)
            return;
        if (!isLeft)
            await work.New.MarkLeftAsync(context, back.Record.LeftFolder, LeaveMark).ConfigureAwait(false);
        await work.New.WithdrawAsync(context).ConfigureAwait(false);
    }

    private async Task DropNewSideAsync(StepContext context)
    {
        // Where the folder is gone its database went before, and its name may be another's by now.
        if ((await work.New.LeftMarksAsync(context, back.Record.LeftFolder).ConfigureAwait(false))[0] is not null)
            await work.New.Databases(context).DropKeptAsync(SqliteNames.AfterUndo(Record), Record.New.DatabaseUser, context.Cancellation).ConfigureAwait(false);
        await work.New.OnEachAsync(context, async member =>
        {
            await SitesPhp.RemoveAsync(member.Host, member.Server.Php, Record.New.Docroot, Record.Mark, context.Cancellation).ConfigureAwait(false);
            await member.Host.ScriptAsync("Operations.Moving.forget-old-side.sh", [back.Record.LeftFolder, Record.Old.Folder], context.Cancellation)
                .ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (!Record.InPlace)
            await HubCopies.ForgetSiteAsync(work.Services, work.New.Place.For(context), Record.New.Docroot, Record.New.Directory, context).ConfigureAwait(false);
        await HubCopies.KeepSiteAsync(work.Services, work.Old.Place.For(context), Record.Old.Docroot, Record.Old.Directory, context).ConfigureAwait(false);
    }

    private static void RequireThere(Site site, MoveRecord record)
    {
        if (!MoveTypes.IsOn(site, record.New) || site.Status != SiteStatus.Enabled)
            throw Changed();
    }

    private static AegirException Changed() => new(AegirErrorKind.Busy, "SiteChanged",
        "The site is no longer where that move took it, or not enabled.", "Look at it with Get-AegirSite, and decide anew.");

    private sealed record UndoRecord(long MoveTask, MoveRecord Move, MoveRecord Back);
}
