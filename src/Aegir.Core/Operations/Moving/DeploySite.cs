using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Moving;

/// <summary>Makes a site that the hub does not know of an archive (aegir-spec 2.6), ours or one of the original system. Until it works, nobody else gets
/// in and the store does not know it.</summary>
public sealed class DeploySite : Operation
{
    private readonly MoveWork work;
    private readonly UnpackStep unpack;
    private readonly DatabaseStep database;
    private readonly SiteDirectoryStep directory;
    private readonly LookStep look;
    private readonly FinishStep finish;

    public DeploySite(MoveWork work)
    {
        this.work = work;
        unpack = new(work);
        database = new(work, work.Record.Dump);
        directory = new(work);
        look = new(work);
        finish = new(work);
    }

    private MoveRecord Record => work.Record;

    public override string Type => MoveTypes.TaskType(MoveKind.Deploy);

    public override string TargetType => "site";

    public override string Target => Record.New.Site;

    public override IReadOnlyList<string> Resources => ["site:" + Record.New.Site];

    public override IReadOnlyList<IHost> Hosts => work.Hosts;

    public override IReadOnlyList<string> Folders => Record.Folders;

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("unpack", unpack.DoAsync) { Undo = unpack.RemoveAsync },
        new("database", database.DoAsync) { Undo = database.UndoAsync },
        new("site directory", directory.DoAsync) { Undo = directory.UndoAsync },
        new("owners and modes", MendAsync),
        .. Record.IsRenamed ? new[] { new Step("links", new LinksStep(work).DoAsync) } : [],
        new("compare", new CompareStep(work).DoAsync),
        new("updates", new UpdatesStep(work).DoAsync),
        new("look", look.DoAsync) { Undo = look.UndoAsync },
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("open", finish.OpenAsync),
        new("tidy", finish.TidyAsync),
        new("unpacked", unpack.RemoveAsync),
    ];

    public override string Save() => Json.Write(Record);

    public override Task<bool> HasHappenedAsync(StepContext context, bool recorded) => new MoveOutcome(work).HasHappenedAsync(context, recorded);

    private async Task CheckAsync(StepContext context)
    {
        work.Services.Store.Read(session =>
        {
            SiteNaming.RequireFree(session, [.. Record.New.Names]);
            return 0;
        });
        foreach (var warning in work.Warnings)
            context.Warn(warning);
        await work.New.Place.For(context).RequireAllAsync().ConfigureAwait(false);
    }

    // The archive's owners may be those of another machine.
    private Task MendAsync(StepContext context) => work.New.OnEachAsync(context, member => SiteModes.MendAsync(member, Record.New.Location, context));

    private void Commit(StateSession session, long taskId)
    {
        SiteNaming.RequireFree(session, [.. Record.New.Names]);
        var platform = session.Platforms.Get(Record.New.PlatformId);
        if (platform is null || platform.Status == PlatformStatus.Deleted)
            throw new AegirException(AegirErrorKind.Refused, "PlatformGone",
                $"Platform '{Record.New.Platform}' was removed while the site was made.", "Choose another platform.");
        var site = MoveTypes.Moved(new Site { Status = SiteStatus.Enabled, Client = Record.Restored!.Client, Language = Record.Restored.Language }, Record.New);
        SiteRecord.Save(session, site.With(work.NewFacts!), Record.New.PlatformId, work.NewFacts!);
    }
}
