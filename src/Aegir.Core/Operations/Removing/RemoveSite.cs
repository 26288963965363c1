using System.Security.Cryptography;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations.Backups;
using Aegir.State;

namespace Aegir.Operations.Removing;

/// <summary>Removes a site (aegir-spec 2.10): shut, backed up, forgotten by the store; then its host, database, folder and links go. All that can fail
/// comes before the store forgets it; what is left to do afterwards is done by the next command where this one is cut off.</summary>
public sealed class RemoveSite : Operation
{
    public const string TaskType = "remove";

    private readonly OperationServices services;
    private readonly RemoveRecord record;
    private readonly ShutStep shut;
    private readonly DeleteStep delete;

    private RemoveSite(OperationServices services, RemoveRecord record)
    {
        (this.services, this.record) = (services, record);
        shut = new ShutStep(services, record);
        delete = new DeleteStep(services, record);
    }

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => record.Target.Name;

    public override IReadOnlyList<string> Resources => ["site:" + Target];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(services, record.Target.PlatformId);

    public override IReadOnlyList<string> Folders => [record.Folder];

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("shut", shut.DoAsync) { Undo = shut.UndoAsync },
        new("read the site", shut.ReadAsync),
        .. record.Backup is null ? Array.Empty<Step>() :
        [
            new("dump", shut.Backup!.CollectAsync) { Undo = shut.Backup!.UndoAsync },
            new("pack", shut.Backup!.PackAsync) { Undo = shut.Backup!.UndoAsync },
        ],
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("web server", delete.WithdrawAsync),
        new("database", delete.DropDatabaseAsync),
        new("site folder", delete.DeleteFolderAsync),
        new("links", delete.UnlinkAsync),
    ];

    public static RemoveSite Create(OperationServices services, Site site, bool noBackup)
    {
        var target = SiteTarget.Of(services, site);
        var platform = target.Platform(services);
        return new(services, new RemoveRecord
        {
            Target = target,
            Server = platform.Server,
            Docroot = platform.Path,
            Major = platform.CoreMajor,
            Directory = site.Directory,
            Client = site.Client,
            Status = site.Status,
            Mark = RandomNumberGenerator.GetHexString(12, lowercase: true),
            Backup = noBackup ? null : new BackupRecord
            {
                SiteId = target.SiteId, PlatformId = target.PlatformId, Options = new BackupOptions { Description = "Before it was removed" },
            },
        });
    }

    public static RemoveSite Rebuild(OperationServices services, string state) => new(services, Json.Read<RemoveRecord>(state));

    public override string Save() => Json.Write(record);

    public override async Task<bool> HasHappenedAsync(StepContext context, bool recorded)
    {
        if (!await base.HasHappenedAsync(context, recorded).ConfigureAwait(false))
            return false;
        var place = record.Target.Place(services, context);
        var lead = (await place.ReachAsync().ConfigureAwait(false)).Lead;
        switch (await SiteGate.FindAsync(lead.Host, lead.Server.Php, record.Docroot, record.Directory, context.Cancellation).ConfigureAwait(false))
        {
            case GateState.Open:
                throw LeftMark.StoreIsOlder(Target, $"{record.Folder} is in use again");
            case null when record.Database is { } database:
                // It went before the folder, and its name may be another's by now.
                context.Warn($"{record.Folder} is gone: the database '{database}' stays, if it is there.");
                record.Database = null;
                break;
        }
        return true;
    }

    private Task CheckAsync(StepContext context)
    {
        SiteRules.RequireUnchanged(services, record.Target.SiteId, record.Target.PlatformId, record.Status);
        return record.Target.Place(services, context).RequireAllAsync();
    }

    // With the status go its names: others may have them.
    private void Commit(StateSession session, long taskId)
    {
        session.Sites.Update(session.Sites.Get(record.Target.SiteId)! with { Status = SiteStatus.Deleted }, record.Target.PlatformId);
        session.Packages.ReplaceSite(record.Target.SiteId, []);
        if (record.Backup is not null)
            shut.Backup!.Record(session, taskId);
    }
}
