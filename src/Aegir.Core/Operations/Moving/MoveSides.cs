namespace Aegir.Operations.Moving;

/// <summary>Makes the sides of moves.</summary>
internal static class MoveSides
{
    /// <summary>A site as it stands on a platform.</summary>
    public static MoveSide Of(Site site, Platform platform, string? databaseServer) => new()
    {
        PlatformId = platform.Id,
        Platform = platform.Name,
        Docroot = platform.Path,
        Major = platform.CoreMajor,
        Server = platform.Server,
        Site = site.Name,
        Directory = site.Directory,
        Aliases = site.Aliases,
        Redirection = site.Redirection,
        Https = site.Https,
        Certificate = site.Certificate,
        DatabaseServer = databaseServer,
    };

    /// <summary>Takes over what may have changed since a move: it stays as it is now when that is undone. A rename takes its names back.</summary>
    public static void Update(MoveRecord record, Site site)
    {
        foreach (var side in record.Old.Site == record.New.Site ? new[] { record.Old, record.New } : [record.New])
            (side.Aliases, side.Redirection, side.Https, side.Certificate) = (site.Aliases, site.Redirection, site.Https, site.Certificate);
    }

    /// <summary>The record of a move back; it only serves to shut and dump the side that is left.</summary>
    /// <param name="folderMode">Of the new side's folder, in octal.</param>
    public static MoveRecord Mirror(MoveRecord record, string folderMode) => new()
    {
        Kind = record.Kind,
        SiteId = record.SiteId,
        Old = record.New,
        New = record.Old,
        FolderMode = folderMode,
        DatabaseType = record.DatabaseType,
        LeftDirectory = record.InPlace ? record.StageDirectory + "-new" : record.New.Directory,
        BackupDescription = $"Before going back to {record.Old.Platform}",
    };
}
