using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Moving;

/// <summary>Sets a site up on a new side, and leaves the old one behind, shut: an upgrade, a migration, a rename (design: an upgrade, step by
/// step).</summary>
public sealed class MoveSite : Operation
{
    private readonly MoveWork work;
    private readonly MaintenanceStep maintenance;
    private readonly BackupStep backup;
    private readonly DatabaseStep database;
    private readonly SiteDirectoryStep directory;
    private readonly UpdatesStep updates;
    private readonly LookStep look;
    private readonly FinishStep finish;

    public MoveSite(MoveWork work)
    {
        this.work = work;
        maintenance = new(work);
        backup = new(work);
        database = new(work, work.Record.Backup.Dump);
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

    // The same ones whenever it is made again of its record.
    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("maintenance", maintenance.DoAsync) { Undo = maintenance.UndoAsync },
        new("backup", backup.DoAsync) { Undo = backup.UndoAsync },
        new("database", database.DoAsync) { Undo = database.UndoAsync },
        new("site directory", directory.DoAsync) { Undo = directory.UndoAsync },
        .. work.Record.IsRenamed ? new[] { new Step("links", new LinksStep(work).DoAsync) } : [],
        new("updates", updates.DoAsync),
        new("look", look.DoAsync) { Undo = look.UndoAsync },
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("open", finish.OpenAsync),
        new("tidy", finish.TidyAsync),
        new("pack backup", backup.PackAsync),
    ];

    public override string Save() => Json.Write(work.Record);

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
        session.KeptSides.Add(new KeptSide(taskId, record.SiteId, record.Old.PlatformId, record.LeftDirectory, Save(), record.KeepUntil));
    }
}
