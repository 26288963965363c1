using System.Security.Cryptography;
using Aegir.Drupal;

namespace Aegir.Operations.Moving;

/// <summary>A move that was planned: the sides, and what was read of them.</summary>
public sealed record MoveOrder(MoveKind Kind, Site Site, MoveSide Old, MoveSide New, TimeSpan KeepFor)
{
    public required SiteFacts Facts { get; init; }

    public required CodeBase TargetCode { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];
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
            BackupWork = $"{services.BackupFolder}/.{site.Name}-{mark}",
            BackupArchive = MoveRecord.ArchivePath(services.BackupFolder, site.Name,
                services.Store.Read(session => session.Backups.OfSite(site.Id).Select(backup => backup.Path).ToHashSet())),
            KeepUntil = DateTimeOffset.UtcNow + order.KeepFor,
        };
        record.LeftDirectory = record.InPlace ? record.AsideDirectory : old.Directory;
        return new MoveWork(services, record) { TargetCode = order.TargetCode, Warnings = order.Warnings };
    }

    private static ConfigSync? Outside(SiteFacts facts) =>
        facts.ConfigSync is { Exists: true, InsideSite: false } sync && !sync.Written.StartsWith('/') ? sync : null;

    // Two sites of a hub may have been set up on one database; then it is nobody's to drop.
    private static bool IsAlone(OperationServices services, MoveOrder order) => !services.Store.Read(session => session.Sites.Find(new SiteFilter())
        .Any(other => other.Id != order.Site.Id && other.DatabaseType == order.Facts.Database.Type
            && other.DatabaseType != DatabaseType.Sqlite && other.DatabaseName == order.Facts.Database.Name));
}
