using System.Security.Cryptography;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Backups;

/// <summary>The steps of a backup, for every operation that takes one.</summary>
/// <param name="token">The task's token, where it has closed the site's gate.</param>
internal sealed class SiteBackup(OperationServices services, BackupRecord record, string? token = null)
{
    private SiteArchive Archive => new(services, record.Order!);

    /// <summary>Reads what the archive is to hold, and chooses its name.</summary>
    /// <exception cref="AegirException">SettingsUnreadable, SiteDatabaseUnreachable, BackupExists, BackupPathInvalid.</exception>
    public async Task<SiteFacts> ReadAsync(StepContext context)
    {
        var (site, platform) = services.Store.Read(session =>
            (session.Sites.Get(record.SiteId)!, session.Platforms.Get(record.PlatformId)!));
        var lead = (await services.Place(platform.Server).For(context).ReachAsync().ConfigureAwait(false)).Lead;
        var location = new SiteLocation(platform.Path, site.Directory, site.Name, platform.CoreMajor);
        var facts = await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, location, token, context.Cancellation).ConfigureAwait(false);
        var archive = await ChooseAsync(site.Name, context).ConfigureAwait(false);
        record.Order = Order(site, platform, facts, archive);
        context.Save();
        foreach (var (what, path) in record.Options.Uploads ? facts.UploadsOutside(location) : [])
            context.Warn($"The {what} files are in {path}, outside of the site's folder, and so not in the backup.");
        return facts;
    }

    public async Task CollectAsync(StepContext context) => await Archive.CollectAsync(context, token).ConfigureAwait(false);

    public async Task PackAsync(StepContext context)
    {
        record.Size = await Archive.PackAsync(context).ConfigureAwait(false);
        context.Info($"The backup is {record.Order!.Archive}.");
        var client = services.Store.Read(session => session.Sites.Get(record.SiteId))!.Client;
        await ClientFolder.TryAsync(context, () => ClientFolder.LinkBackupAsync(services, client, record.Order.Archive, context)).ConfigureAwait(false);
    }

    public async Task UndoAsync(StepContext context)
    {
        if (record.Order is null)
            return;
        await Archive.RemoveAsync(context).ConfigureAwait(false);
        var client = services.Store.Read(session => session.Sites.Get(record.SiteId))!.Client;
        await ClientFolder.UnlinkBackupAsync(services, client, record.Order.Archive, context).ConfigureAwait(false);
    }

    /// <summary>For a commit.</summary>
    public void Record(StateSession session, long taskId) => session.Backups.Add(
        record.SiteId, taskId, record.Order!.Archive, record.Size, record.Options.Description, record.PlatformId, record.Order.Directory);

    private ArchiveOrder Order(Site site, Platform platform, SiteFacts facts, string archive) => new()
    {
        Site = site.Name,
        Server = platform.Server,
        Docroot = platform.Path,
        Directory = site.Directory,
        Major = platform.CoreMajor,
        DatabaseType = facts.Database.Type,
        DatabaseServer = facts.Database.Type == DatabaseType.Sqlite ? null : services.DatabaseServer(site).Name,
        Database = facts.Database.Path ?? facts.Database.Name,
        Work = $"{services.BackupFolder}/.{site.Name}-{RandomNumberGenerator.GetHexString(12, lowercase: true)}",
        Archive = archive,
        Compression = ArchiveName.CompressionOf(archive)!.Value,
        Credentials = record.Options.Credentials,
        Uploads = record.Options.Uploads,
        Force = record.Options.Force,
        Options = ArchiveOrder.OptionsOf(site with { Profile = facts.Profile }),
    };

    private async Task<string> ChooseAsync(string site, StepContext context)
    {
        var folder = services.BackupFolder;
        if (record.Options.Destination is { } destination)
        {
            folder = Names.AbsolutePath(destination) ?? throw new AegirException(AegirErrorKind.InvalidInput, "BackupPathInvalid",
                $"'{destination}' is not an absolute path.", "Give the path on the hub's machine from the root.");
            if (ArchiveName.CompressionOf(folder) is not null)
                return await IsThereAsync(folder, context).ConfigureAwait(false)
                    ? throw new AegirException(AegirErrorKind.AlreadyExists, "BackupExists", $"{folder} exists already.", "Name another file.")
                    : folder;
        }
        var listed = await context.On(services.Hub.Host).RunRequiredAsync(
            HostCommand.Script("ls -A -- \"$1\" 2>/dev/null || true", folder), context.Cancellation).ConfigureAwait(false);
        var taken = listed.Output.Split('\n').Select(name => $"{folder}/{name}")
            .Concat(services.Store.Read(session => session.Backups.OfSite(record.SiteId).Select(backup => backup.Path).ToList())).ToHashSet();
        return ArchiveName.First(folder, site, DateTimeOffset.Now, record.Options.Compression, taken.Contains);
    }

    private async Task<bool> IsThereAsync(string path, StepContext context) => (await context.On(services.Hub.Host)
        .RunAsync(HostCommand.Script("[ -e \"$1\" ] || [ -L \"$1\" ]", path), context.Cancellation).ConfigureAwait(false)).Succeeded;
}
