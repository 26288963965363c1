using System.Security.Cryptography;
using Aegir.Operations;
using Aegir.Operations.Backups;
using Aegir.Operations.Moving;
using Aegir.State;

namespace Aegir.Distributions;

/// <summary>Works out how a site is made of an archive, and refuses what cannot be. Writes nothing.</summary>
public sealed class DeployPlanner(OperationServices services)
{
    /// <exception cref="AegirException">BackupPathInvalid, ArchiveRefused, SiteNameNeeded, SiteNameInvalid, AliasInvalid, SiteExists, PlatformNeeded,
    /// PlatformNotFound, PlatformNotVerified, ServerNotFound, DatabaseServerNeeded, DatabaseNotSupported, DeployBlocked.</exception>
    public async Task<MoveWork> PlanAsync(ArchivedSite order, CancellationToken cancellation)
    {
        var path = Names.AbsolutePath(order.Archive) ?? throw new AegirException(AegirErrorKind.InvalidInput, "BackupPathInvalid",
            $"'{order.Archive}' is not an absolute path.", "Give the path of an archive from the root.");
        var archive = await ArchiveContents.ReadAsync(services, path, cancellation).ConfigureAwait(false);
        if (ArchiveBlockers.Find(archive).FirstOrDefault() is { } problem)
            throw new AegirException(AegirErrorKind.Refused, "ArchiveRefused", $"{path} is not taken: {problem}", "Take another backup.");
        var name = SiteNaming.Checked(order.Name ?? archive.Uri ?? ArchiveName.SiteOf(path) ?? throw new AegirException(AegirErrorKind.InvalidInput, "SiteNameNeeded",
            $"{path} does not tell which site it is of.", "Name it: -Name www.example.com"));
        var aliases = name == archive.Uri ? SiteNaming.CheckedAliases(name, (archive.Option("aliases") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)) : [];
        var platform = services.Store.Read(session =>
        {
            SiteNaming.RequireFree(session, [name, .. aliases]);
            return Platform(session, order, archive, path);
        });
        var record = Record(platform, archive, name, aliases);
        (record.DatabaseType, record.New.DatabaseServer) = DatabaseChoice.Make(services, services.Place(platform.Server), order.DatabaseServer, Wanted(archive));
        if (record.DatabaseType == DatabaseType.Sqlite)
            record.Old.Database = $"{record.Old.Folder}/files/.ht.sqlite";
        record.Restored = Source(archive, path, record, order);
        return await WorkAsync(record, platform, archive, cancellation).ConfigureAwait(false);
    }

    // Locked ones too: the site was there before.
    private static Platform Platform(StateSession session, ArchivedSite order, ArchiveContents archive, string path)
    {
        var name = order.Platform ?? archive.Option("platform") ?? throw new AegirException(AegirErrorKind.InvalidInput, "PlatformNeeded",
            $"{path} does not tell which platform the site was on.", "Name one: -Platform NAME");
        var platform = session.Platforms.Get(name) ?? throw Missing.Platform(name);
        return platform.Verified is not null ? platform : throw new AegirException(AegirErrorKind.Refused, "PlatformNotVerified",
            $"Platform '{platform.Name}' was never verified.", $"Get-AegirPlatform '{platform.Name}' | Invoke-AegirVerify");
    }

    private static MoveRecord Record(Platform platform, ArchiveContents archive, string name, IReadOnlyList<string> aliases)
    {
        var was = archive.Uri ?? name;
        var site = new Site { Name = name, Directory = name, Aliases = aliases, Redirection = Redirection(archive, [name, .. aliases]) };
        var directory = archive.Option("directory") is { } own && Names.IsSiteDirectory(own) ? own : was;
        return new MoveRecord
        {
            Kind = MoveKind.Deploy,
            Old = MoveSides.Of(site with { Name = was, Directory = directory, Aliases = [], Redirection = null }, platform, null),
            New = MoveSides.Of(site, platform, null),
            Mark = RandomNumberGenerator.GetHexString(12, lowercase: true),
        };
    }

    private RestoreSource Source(ArchiveContents archive, string path, MoveRecord record, ArchivedSite order) => new()
    {
        Archive = path,
        Folder = $"{services.BackupFolder}/.{record.New.Site}-{record.Mark}-deploy",
        Site = record.Old.Site,
        Directory = record.Old.Directory,
        Uploads = [.. new[] { "files", "private" }.Where(archive.Has)],
        AllowMissing = order.AllowMissing,
        Client = Client(archive),
        Language = archive.Option("language") is { } language && Names.IsLanguage(language) ? language : "en",
    };

    private async Task<MoveWork> WorkAsync(MoveRecord record, Platform platform, ArchiveContents archive, CancellationToken cancellation)
    {
        var code = await new CodeBases(services).ReadAsync(platform, cancellation).ConfigureAwait(false);
        var place = services.Place(platform.Server);
        var disk = await MoveDisk.ReadAsync(services, new MoveDraft(new MoveRequest(MoveKind.Deploy, record.New.Site), new Site(), platform, platform)
        {
            Old = record.Old,
            New = record.New,
        }, copies: false, cancellation).ConfigureAwait(false);
        var blockers = disk.Blockers(archive.Size).ToList();
        if ((code.Drush ?? place.Lead.Server.Drush) is not { } drush)
            throw new AegirException(AegirErrorKind.Refused, "DrushMissing", $"Platform '{platform.Name}' brings no drush, and server '{place.Lead.Server.Name}' names none.",
                $"Set-AegirServer {place.Lead.Server.Name} -Drush PATH");
        if (blockers.Count > 0)
            throw new AegirException(AegirErrorKind.Refused, "DeployBlocked", string.Join('\n', blockers), "Mend what is named, and try again.");
        record.Drush = drush;
        return new MoveWork(services, record)
        {
            TargetCode = code,
            Warnings = archive.Has("files") ? [] : [$"The archive has no uploads: files/ of '{record.New.Site}' is empty."],
        };
    }

    // MariaDB and MySQL have one name with Drupal; an archive that does not tell is what the server takes.
    private static DatabaseType? Wanted(ArchiveContents archive) => archive.Dump == DatabaseType.Sqlite ? DatabaseType.Sqlite : archive.Option("db_type") switch
    {
        "mysql" or "mysqli" => DatabaseType.MariaDb,
        "pgsql" => DatabaseType.PostgreSql,
        _ => null,
    };

    private static string? Redirection(ArchiveContents archive, IReadOnlyCollection<string> names) =>
        archive.Option("redirection") is { } target && names.Contains(target) ? target : null;

    private static string? Client(ArchiveContents archive) =>
        archive.Option("client_name") is { } client && Names.ClientFolder(client).Length > 0 ? client : null;
}
