namespace Aegir.Operations.Upgrading;

/// <summary>What an upgrade's undo, its finish and a later way back must know. Kept with the task as JSON; holds no secret.</summary>
public sealed class UpgradeRecord
{
    public long SiteId { get; set; }

    public string Site { get; set; } = "";

    public string Server { get; set; } = "";

    public string Directory { get; set; } = "";

    public long FromId { get; set; }

    public string From { get; set; } = "";

    public string FromDocroot { get; set; } = "";

    /// <summary>Permission bits of the old folder, in octal; Drupal takes away the right to write (field note 15).</summary>
    public string OldFolderMode { get; set; } = "0755";

    public int FromMajor { get; set; }

    public long ToId { get; set; }

    public string To { get; set; } = "";

    public string ToDocroot { get; set; } = "";

    public int ToMajor { get; set; }

    public string Drush { get; set; } = "";

    public DatabaseType DatabaseType { get; set; }

    /// <summary>A database's name; for SQLite the file's absolute path.</summary>
    public string OldDatabase { get; set; } = "";

    public string OldUser { get; set; } = "";

    /// <summary>Null until the database step chose one.</summary>
    public string? NewDatabase { get; set; }

    /// <summary>SQLite: where the new file is once the folder has moved.</summary>
    public string? NewDatabaseSettled { get; set; }

    public string NewUser { get; set; } = "";

    /// <summary>A configuration sync directory outside of the site's folder that is written relative to the docroot, and where that is on the
    /// target; null for none.</summary>
    public string? ConfigFrom { get; set; }

    public string? ConfigTo { get; set; }

    /// <summary>Marks what this upgrade made, so that nothing else is ever deleted.</summary>
    public string Mark { get; set; } = "";

    /// <summary>The folder the dump is written to.</summary>
    public string BackupWork { get; set; } = "";

    public string BackupArchive { get; set; } = "";

    /// <summary>True where the old database may be dropped some day: it is the site's alone.</summary>
    public bool OldDatabaseIsOwn { get; set; }

    public DateTimeOffset KeepUntil { get; set; }

    public string OldFolder => $"{FromDocroot}/sites/{Directory}";

    /// <summary>The name of a backup made now (aegir-spec 2.5); the first that is not taken, as clocks are put back.</summary>
    public static string ArchivePath(string folder, string site, IReadOnlySet<string> taken) =>
        Backups.ArchiveName.First(folder, site, DateTimeOffset.Now, BackupCompression.Gzip, taken.Contains);

    public string NewFolder => $"{ToDocroot}/sites/{Directory}";
}
