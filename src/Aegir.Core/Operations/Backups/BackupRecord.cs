namespace Aegir.Operations.Backups;

/// <summary>What the undo and the finish of a backup must know. Kept with the task as JSON; holds no secret.</summary>
public sealed class BackupRecord
{
    public long SiteId { get; set; }

    public long PlatformId { get; set; }

    public BackupOptions Options { get; set; } = new();

    /// <summary>Null until the site was read.</summary>
    public ArchiveOrder? Order { get; set; }

    /// <summary>In bytes; 0 until the archive is packed.</summary>
    public long Size { get; set; }
}
