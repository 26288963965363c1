using System.Security.Cryptography;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations.Backups;
using Aegir.State;

namespace Aegir.Operations.Moving;

/// <summary>A move that was planned: the sides, and what was read of them.</summary>
public sealed record MoveOrder(MoveKind Kind, Site Site, MoveSide Old, MoveSide New, TimeSpan KeepFor)
{
    public required SiteFacts Facts { get; init; }

    public required CodeBase TargetCode { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>For a restore; the folder is chosen later.</summary>
    public RestoreSource? Restored { get; init; }

    /// <summary>A side that was left where the new one goes.</summary>
    public KeptSide? Displaced { get; init; }
}

/// <summary>Makes of a plan what the steps work with.</summary>
public static class MovePreparation
{
    public static MoveWork Make(OperationServices services, MoveOrder order)
    {
        var (site, facts, old, now) = (order.Site, order.Facts, order.Old, order.New);
        var mark = RandomNumberGenerator.GetHexString(12, lowercase: true);
        old.Database = facts.Database.Type == DatabaseType.Sqlite ? facts.Database.Path! : facts.Database.Name;
        old.DatabaseUser = facts.Database.User ?? "";
        now.Major = DrupalVersion.TryParse(order.TargetCode.CoreVersion, out var version) ? version.CoreMajor : now.Major;
        var record = new MoveRecord
        {
            Kind = order.Kind,
            SiteId = site.Id,
            Old = old,
            New = now,
            FolderMode = Convert.ToString(facts.Folder.Mode, 8).PadLeft(4, '0'),
            Drush = order.TargetCode.Drush ?? services.Place(now.Server).Lead.Server.Drush!,
            DatabaseType = facts.Database.Type,
            OldDatabaseIsOwn = facts.Database.Prefix.Length == 0 && IsAlone(services, order),
            ConfigFrom = Outside(facts)?.Path,
            ConfigTo = Outside(facts) is { } sync ? $"{now.Docroot}/{sync.Written}" : null,
            Mark = mark,
            BackupDescription = MoveTypes.BackupDescription(order.Kind, now),
            Restored = order.Restored is null ? null : order.Restored with { Folder = $"{services.BackupFolder}/.{old.Site}-{mark}-restore" },
            Displaced = order.Displaced is null ? null : Json.Read<MoveRecord>(order.Displaced.State),
            DisplacedTask = order.Displaced?.TaskId ?? 0,
            KeepUntil = DateTimeOffset.UtcNow + order.KeepFor,
        };
        record.Backup = Backup(services, site with { Profile = facts.Profile }, record, mark);
        record.LeftDirectory = record.InPlace ? record.AsideDirectory : old.Directory;
        return new MoveWork(services, record) { TargetCode = order.TargetCode, Warnings = order.Warnings };
    }

    /// <summary>The backup of the side that is left; its uploads go along with the site, or stay with what is kept of it.</summary>
    /// <param name="mark">For the folder it is gathered in.</param>
    internal static ArchiveOrder Backup(OperationServices services, Site site, MoveRecord record, string mark)
    {
        var taken = services.Store.Read(session => session.Backups.OfSite(site.Id).Select(backup => backup.Path).ToHashSet());
        return new ArchiveOrder
        {
            Site = record.Old.Site,
            Server = record.Old.Server,
            Docroot = record.Old.Docroot,
            Directory = record.Old.Directory,
            Major = record.Old.Major,
            DatabaseType = record.DatabaseType,
            DatabaseServer = record.Old.DatabaseServer,
            Database = record.Old.Database,
            Work = $"{services.BackupFolder}/.{record.Old.Site}-{mark}",
            Archive = ArchiveName.First(services.BackupFolder, record.Old.Site, DateTimeOffset.Now, BackupCompression.Gzip, taken.Contains),
            Compression = BackupCompression.Gzip,
            Uploads = false,
            Options = ArchiveOrder.OptionsOf(site),
        };
    }

    private static ConfigSync? Outside(SiteFacts facts) =>
        facts.ConfigSync is { Exists: true, InsideSite: false } sync && !sync.Written.StartsWith('/') ? sync : null;

    // Two sites of a hub may have been set up on one database; then it is nobody's to drop.
    private static bool IsAlone(OperationServices services, MoveOrder order) => order.Facts.Database.Type == DatabaseType.Sqlite
        || !services.Store.Read(session => session.Sites.OnDatabase(order.Facts.Database.Type, order.Facts.Database.Name).Any(other => other.Id != order.Site.Id));
}
