using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Moving;

/// <summary>Gives up the side a move left behind: its database and its folder go. It is off the list first, once its machines and its database server
/// have answered: no side is on offer of which a part is gone.</summary>
public sealed class ForgetOldSide(OperationServices services, KeptSide side) : Operation
{
    public const string TaskType = "forget";

    private readonly MoveRecord record = Json.Read<MoveRecord>(side.State);

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => services.Store.Read(session => session.Sites.Get(record.SiteId))?.Name ?? record.New.Site;

    public override IReadOnlyList<string> Resources => ["site:" + Target];

    public override IReadOnlyList<IHost> Hosts => [.. services.Place(record.Old.Server).Members.Append(services.Hub)
        .DistinctBy(member => member.Server.Name).Select(member => member.Host)];

    public override IReadOnlyList<string> Folders => [record.LeftFolder];

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("forget", _ => Task.CompletedTask) { Commit = (session, _) => session.KeptSides.Delete(side.TaskId) },
        new("old database", DropDatabaseAsync),
        new("old folder", DeleteFolderAsync),
    ];

    public static ForgetOldSide Rebuild(OperationServices services, string state) => new(services, Json.Read<KeptSide>(state));

    public override string Save() => Json.Write(side);

    /// <exception cref="AegirException">StoreIsOlder: what is to go is in use again.</exception>
    public override async Task<bool> HasHappenedAsync(StepContext context, bool recorded)
    {
        if (recorded)
            await IsThereAsync(context).ConfigureAwait(false);
        return recorded;
    }

    /// <summary>Drops a database that was left, unless somebody else has come to use it.</summary>
    /// <param name="taskId">The move that left it.</param>
    internal static async Task DropDatabaseAsync(OperationServices services, MoveRecord record, long taskId, StepContext context)
    {
        if (Goes(services, record, taskId))
            await new SideWork(services, record, record.Old).Databases(context)
                .DropKeptAsync(record.Old.Database, record.Old.DatabaseUser, context.Cancellation).ConfigureAwait(false);
        else
            context.Warn($"The old database '{record.Old.Database}' stays: other sites may have tables in it.");
    }

    private async Task CheckAsync(StepContext context)
    {
        var old = new SideWork(services, record, record.Old);
        await old.OnEachAsync(context, member => LeftMark.ReadAsync(member.Host, [record.LeftFolder], context.Cancellation)).ConfigureAwait(false);
        if (!await IsThereAsync(context).ConfigureAwait(false))
            context.Warn($"{record.LeftFolder} is gone: the database '{record.Old.Database}' stays, if it is there.");
        else if (Goes(services, record, side.TaskId))
            await old.Databases(context).CheckAsync(context.Cancellation).ConfigureAwait(false);
    }

    private async Task DropDatabaseAsync(StepContext context)
    {
        if (await IsThereAsync(context).ConfigureAwait(false))
            await DropDatabaseAsync(services, record, side.TaskId, context).ConfigureAwait(false);
    }

    // The store may be older than the way back to that side, and the database's name another's by now.
    private async Task<bool> IsThereAsync(StepContext context)
    {
        var old = new SideWork(services, record, record.Old);
        var mark = (await old.LeftMarksAsync(context, record.LeftFolder).ConfigureAwait(false))[0];
        // One that was left by an earlier release bears no mark, but is shut.
        if (mark is not null && mark != record.Mark && (mark.Length > 0 || await old.IsOpenAsync(context, record.LeftDirectory).ConfigureAwait(false)))
            throw LeftMark.StoreIsOlder(Target, $"{record.LeftFolder} is in use again");
        return mark is not null;
    }

    private static bool Goes(OperationServices services, MoveRecord record, long taskId) =>
        record.OldDatabaseIsOwn && !services.Store.Read(session => IsUsed(session, record, taskId));

    // Since the move a site may have been imported that uses it, or one that shared it may have been moved as well.
    private static bool IsUsed(StateSession session, MoveRecord record, long taskId) => record.DatabaseType != DatabaseType.Sqlite
        && (session.Sites.OnDatabase(record.DatabaseType, record.Old.Database).Any(site =>
                (site.DatabaseServer ?? record.Old.DatabaseServer) == record.Old.DatabaseServer)
            || session.KeptSides.Naming(record.Old.Database).Where(other => other.TaskId != taskId).Select(other => Json.Read<MoveRecord>(other.State).Old)
                .Any(old => old.Database == record.Old.Database && old.DatabaseServer == record.Old.DatabaseServer));

    private async Task DeleteFolderAsync(StepContext context)
    {
        var old = new SideWork(services, record, record.Old);
        await old.OnEachAsync(context, async member =>
        {
            await member.Host.ScriptAsync("Operations.Moving.forget-old-side.sh", [record.LeftFolder, record.New.Folder], context.Cancellation)
                .ConfigureAwait(false);
            if (!record.InPlace)
                await SitesPhp.ForgetAsync(member.Host, member.Server.Php, record.Old.Docroot, record.Old.Directory, context.Cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (!record.InPlace)
            await HubCopies.ForgetSiteAsync(services, old.Place.For(context), record.Old.Docroot, record.Old.Directory, context).ConfigureAwait(false);
    }
}
