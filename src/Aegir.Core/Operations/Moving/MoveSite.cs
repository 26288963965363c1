using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Moving;

/// <summary>Sets a site up on a new side, and leaves the old one behind, shut: an upgrade, a migration, a rename, a restore (design: an upgrade, step by
/// step).</summary>
public sealed class MoveSite : Operation
{
    private readonly MoveWork work;
    private readonly MaintenanceStep maintenance;
    private readonly BackupStep backup;
    private readonly DatabaseStep database;
    private readonly SiteDirectoryStep directory;
    private readonly UnpackStep unpack;
    private readonly UpdatesStep updates;
    private readonly LookStep look;
    private readonly FinishStep finish;

    public MoveSite(MoveWork work)
    {
        this.work = work;
        maintenance = new(work);
        backup = new(work);
        unpack = new(work);
        database = new(work, work.Record.Dump);
        directory = new(work);
        updates = new(work);
        look = new(work);
        finish = new(work);
    }

    public override string Type => MoveTypes.TaskType(work.Record.Kind);

    public override string TargetType => "site";

    public override string Target => work.Record.Old.Site;

    public override IReadOnlyList<string> Resources => MoveTypes.Resources(work.Record);

    public override IReadOnlyList<IHost> Hosts => work.Hosts;

    public override IReadOnlyList<string> Folders => work.Record.Folders;

    // The same ones whenever it is made again of its record.
    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("maintenance", maintenance.DoAsync) { Undo = maintenance.UndoAsync },
        new("backup", backup.DoAsync) { Undo = backup.UndoAsync },
        .. work.Record.Restored is null ? [] : new[] { new Step("unpack", unpack.DoAsync) { Undo = unpack.RemoveAsync } },
        new("database", database.DoAsync) { Undo = database.UndoAsync },
        new("site directory", directory.DoAsync) { Undo = directory.UndoAsync },
        .. work.Record.IsRenamed ? new[] { new Step("links", new LinksStep(work).DoAsync) } : [],
        .. work.Record.Restored is null ? [] : new[] { new Step("compare", new CompareStep(work).DoAsync) },
        new("updates", updates.DoAsync),
        new("look", look.DoAsync) { Undo = look.UndoAsync },
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("open", finish.OpenAsync),
        new("tidy", finish.TidyAsync),
        .. work.Record.Restored is null ? [] : new[] { new Step("unpacked", unpack.RemoveAsync) },
        .. work.Record.Displaced is null ? [] : new[] { new Step("earlier side", finish.DropDisplacedAsync) },
        new("pack backup", backup.PackAsync),
    ];

    public override string Save() => Json.Write(work.Record);

    public override bool UndoesUnrecorded => true;

    public override Task<bool> HasHappenedAsync(StepContext context, bool recorded) => new MoveOutcome(work).HasHappenedAsync(context, recorded);

    // Between the plan and our lease another process may have been here.
    private async Task CheckAsync(StepContext context)
    {
        work.Services.Store.Read(session =>
        {
            MoveTypes.RequireAsPlanned(session, work.Record);
            return 0;
        });
        await work.Old.Place.For(context).RequireAllAsync().ConfigureAwait(false);
        await work.New.Place.For(context).RequireAllAsync().ConfigureAwait(false);
    }

    private void Commit(StateSession session, long taskId)
    {
        var record = work.Record;
        var target = session.Platforms.Get(record.New.PlatformId);
        if (target is null || target.Status == PlatformStatus.Deleted)
            throw new AegirException(AegirErrorKind.Refused, "TargetGone",
                $"Platform '{record.New.Platform}' was removed while the site was moved there.", "Choose another platform and try again.");
        var site = MoveTypes.Moved(session.Sites.Get(record.SiteId)!, record.New);
        SiteRecord.Save(session, site.With(work.NewFacts!), record.New.PlatformId, work.NewFacts!);
        if (record.Displaced is not null)
            session.KeptSides.Delete(record.DisplacedTask);
        session.KeptSides.Add(new KeptSide(taskId, record.SiteId, record.Old.PlatformId, record.LeftDirectory, Save(), record.KeepUntil));
    }
}
