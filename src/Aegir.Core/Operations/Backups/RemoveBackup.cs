using Aegir.Hosts;

namespace Aegir.Operations.Backups;

/// <summary>Deletes an archive on the hub, and its row. The row goes first, once it is clear that the archive can: no backup is on offer that is not there.</summary>
public sealed class RemoveBackup : Operation
{
    public const string TaskType = "remove-backup";

    private readonly OperationServices services;
    private readonly State state;

    private RemoveBackup(OperationServices services, State state) => (this.services, this.state) = (services, state);

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => state.Site;

    public override IReadOnlyList<string> Resources => ["site:" + state.Site];

    public override IReadOnlyList<IHost> Hosts => [services.Hub.Host];

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", context => context.On(services.Hub.Host).RunRequiredAsync(HostCommand.Script(
            "[ ! -e \"$1\" ] || [ -w \"${1%/*}\" ] || { echo \"${1%/*} cannot be written to\" >&2; exit 1; }", state.Path), context.Cancellation)),
        new("record", _ => Task.CompletedTask) { Commit = (session, _) => session.Backups.Delete(state.Id) },
        new("archive", context => context.On(services.Hub.Host).RunRequiredAsync(
            new HostCommand("rm", "-f", "--", state.Path), context.Cancellation)),
        new("link", context => ClientFolder.TryAsync(context, () => ClientFolder.UnlinkBackupAsync(services, state.Client, state.Path, context))),
    ];

    public static RemoveBackup Create(OperationServices services, Backup backup) => new(services, new State(backup.Id, backup.Site, backup.Path,
        services.Store.Read(session => session.Sites.Get(session.Backups.SiteOf(backup.Id)))?.Client));

    public static RemoveBackup Rebuild(OperationServices services, string state) => new(services, Json.Read<State>(state));

    public override string Save() => Json.Write(state);

    private sealed record State(long Id, string Site, string Path, string? Client);
}
