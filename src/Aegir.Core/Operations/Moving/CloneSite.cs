using Aegir.Hosts;
using Aegir.Operations.Backups;
using Aegir.State;

namespace Aegir.Operations.Moving;

/// <summary>Makes a new site of what another one holds; that stays open and untouched (aegir-spec 2.8).</summary>
public sealed class CloneSite : Operation
{
    private readonly MoveWork work;
    private readonly DatabaseStep database;
    private readonly SiteDirectoryStep directory;
    private readonly LookStep look;
    private readonly FinishStep finish;

    public CloneSite(MoveWork work)
    {
        this.work = work;
        database = new(work, work.Record.Backup.Dump);
        directory = new(work);
        look = new(work);
        finish = new(work);
    }

    public override string Type => MoveTypes.TaskType(MoveKind.Clone);

    public override string TargetType => "site";

    public override string Target => work.Record.Old.Site;

    public override IReadOnlyList<string> Resources => MoveTypes.Resources(work.Record);

    public override IReadOnlyList<IHost> Hosts => work.Hosts;

    public override IReadOnlyList<string> Folders => work.Record.Folders;

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("dump", DumpAsync) { Undo = ForgetDumpAsync },
        new("database", database.DoAsync) { Undo = database.UndoAsync },
        new("site directory", directory.DoAsync) { Undo = directory.UndoAsync },
        new("links", new LinksStep(work).DoAsync),
        new("updates", new UpdatesStep(work).DoAsync),
        new("look", look.DoAsync) { Undo = look.UndoAsync },
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("open", finish.OpenAsync),
        new("tidy", TidyAsync),
    ];

    public override string Save() => Json.Write(work.Record);

    public override Task<bool> HasHappenedAsync(StepContext context, bool recorded) => new MoveOutcome(work).HasHappenedAsync(context, recorded);

    private async Task CheckAsync(StepContext context)
    {
        work.Services.Store.Read(session =>
        {
            MoveTypes.RequireAsPlanned(session, work.Record);
            return 0;
        });
        foreach (var warning in work.Warnings)
            context.Warn(warning);
        await work.New.Place.For(context).RequireAllAsync().ConfigureAwait(false);
    }

    private Task DumpAsync(StepContext context) => new SiteArchive(work.Services, work.Record.Backup).CollectAsync(context, null);

    private Task ForgetDumpAsync(StepContext context) => new SiteArchive(work.Services, work.Record.Backup).RemoveAsync(context);

    private void Commit(StateSession session, long taskId)
    {
        var record = work.Record;
        var source = session.Sites.Get(record.SiteId)!;
        SiteNaming.RequireFree(session, [.. record.New.Names]);
        var site = MoveTypes.Moved(source, record.New) with { Id = 0, LastCron = null, LastCronError = null };
        SiteRecord.Save(session, site.With(work.NewFacts!), record.New.PlatformId, work.NewFacts!);
    }

    private async Task TidyAsync(StepContext context)
    {
        await finish.TidyAsync(context).ConfigureAwait(false);
        await new SiteArchive(work.Services, work.Record.Backup).RemoveAsync(context).ConfigureAwait(false);
    }
}
