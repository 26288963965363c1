using Aegir.Hosts;

namespace Aegir.Operations.Backups;

/// <summary>Deletes an archive on the hub, and its row. A run that was cut off is simply run again.</summary>
public sealed class RemoveBackup(OperationServices services, Backup backup) : Operation
{
    public override string Type => "remove-backup";

    public override string TargetType => "site";

    public override string Target => backup.Site;

    public override IReadOnlyList<string> Resources => ["site:" + backup.Site];

    public override IReadOnlyList<Step> Steps =>
    [
        new("archive", context => context.On(services.Hub.Host).RunRequiredAsync(
            new HostCommand("rm", "-f", "--", backup.Path), context.Cancellation)),
        new("link", context => ClientFolder.UnlinkBackupAsync(services, Client, backup.Path, context)),
        new("record", _ => Task.CompletedTask) { Commit = (session, _) => session.Backups.Delete(backup.Id) },
    ];

    private string? Client => services.Store.Read(session => session.Sites.Get(session.Backups.SiteOf(backup.Id)))?.Client;
}
