using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Upgrading;

/// <summary>Moves a site to its distribution's target: same domain, same database server (design: an upgrade, step by step).</summary>
public sealed class UpgradeSite(UpgradeWork work) : Operation
{
    public const string TaskType = "upgrade";

    private readonly MaintenanceStep maintenance = new(work);
    private readonly BackupStep backup = new(work);
    private readonly DatabaseStep database = new(work);
    private readonly SiteDirectoryStep directory = new(work);
    private readonly UpdatesStep updates = new(work);
    private readonly LookStep look = new(work);
    private readonly FinishStep finish = new(work);

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => work.Record.Site;

    public override IReadOnlyList<string> Resources => ["site:" + work.Record.Site];

    public override IReadOnlyList<IHost> Hosts => [work.Services.Host(work.Server)];

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("maintenance", maintenance.DoAsync) { Undo = maintenance.UndoAsync },
        new("backup", backup.DoAsync) { Undo = backup.UndoAsync },
        new("database", database.DoAsync) { Undo = database.UndoAsync },
        new("site directory", directory.DoAsync) { Undo = directory.UndoAsync },
        new("updates", updates.DoAsync),
        new("look", look.DoAsync) { Undo = look.UndoAsync },
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("open", finish.OpenAsync),
        new("tidy", finish.TidyAsync),
        new("pack backup", backup.PackAsync),
    ];

    public override string Save() => Json.Write(work.Record);

    // Between the plan and our lease another process may have been here.
    private Task CheckAsync(StepContext context)
    {
        var site = work.Services.Store.Read(session => session.Sites.Get(work.Record.SiteId));
        return site is { Status: SiteStatus.Enabled } && site.Platform == work.Record.From && site.UpgradeTarget == work.Record.To
            ? Task.CompletedTask
            : throw new AegirException(AegirErrorKind.Busy, "SiteChanged",
                $"'{work.Record.Site}' was changed by another task after it was planned.", "Run the upgrade again.");
    }

    private void Commit(StateSession session, long taskId)
    {
        var record = work.Record;
        var target = session.Platforms.Get(record.ToId);
        if (target is null || target.Status == PlatformStatus.Deleted)
            throw new AegirException(AegirErrorKind.Refused, "TargetGone",
                $"Platform '{record.To}' was removed while the upgrade ran.", "Set another target and try again.");
        var site = session.Sites.Get(record.SiteId)!;
        SiteRecord.Save(session, site.With(work.NewFacts!), record.ToId, work.NewFacts!);
        session.KeptSides.Add(new KeptSide(taskId, record.SiteId, record.FromId, record.Directory, Save(), record.KeepUntil));
    }
}
