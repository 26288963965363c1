using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Upgrading;

/// <summary>Gives up the side an upgrade left behind: its database and its folder go. Every step may run twice, so that a run that was
/// cut off is simply run again.</summary>
public sealed class ForgetOldSide(OperationServices services, KeptSide side) : Operation
{
    private readonly UpgradeRecord record = Json.Read<UpgradeRecord>(side.State);

    public override string Type => "forget";

    public override string TargetType => "site";

    public override string Target => record.Site;

    public override IReadOnlyList<string> Resources => ["site:" + record.Site];

    public override IReadOnlyList<Step> Steps =>
    [
        new("old database", DropDatabaseAsync),
        new("old folder", DeleteFolderAsync),
        new("forget", _ => Task.CompletedTask) { Commit = (session, _) => session.KeptSides.Delete(side.TaskId) },
    ];

    private async Task DropDatabaseAsync(StepContext context)
    {
        var server = services.Server(record.Server);
        if (record.OldDatabaseIsOwn && !services.Store.Read(IsUsed))
            await services.Databases(record.DatabaseType, server, new PlaceMember(server, services.Host(server)), context.On)
                .DropKeptAsync(record.OldDatabase, record.OldUser, context.Cancellation).ConfigureAwait(false);
        else
            context.Warn($"The old database '{record.OldDatabase}' stays: other sites may have tables in it.");
    }

    // Since the upgrade a site may have been imported that uses it, or one that shared it may have been upgraded as well.
    private bool IsUsed(StateSession session) => record.DatabaseType != DatabaseType.Sqlite
        && (session.Sites.Find(new SiteFilter()).Any(site => site.DatabaseType == record.DatabaseType && site.DatabaseName == record.OldDatabase)
            || session.KeptSides.All().Any(other => other.TaskId != side.TaskId && Json.Read<UpgradeRecord>(other.State).OldDatabase == record.OldDatabase));

    private Task DeleteFolderAsync(StepContext context) => context.On(services.Host(services.Server(record.Server)))
        .ScriptAsync("Operations.Upgrading.forget-old-side.sh", [record.OldFolder, record.NewFolder], context.Cancellation);
}
