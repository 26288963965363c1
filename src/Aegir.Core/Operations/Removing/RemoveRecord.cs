using Aegir.Operations.Backups;

namespace Aegir.Operations.Removing;

/// <summary>What the undo and the finish of a removal must know. Kept with the task as JSON; holds no secret.</summary>
public sealed class RemoveRecord
{
    public SiteTarget Target { get; set; } = new(0, "", 0);

    /// <summary>The platform's web server.</summary>
    public string Server { get; set; } = "";

    public string Docroot { get; set; } = "";

    public int Major { get; set; }

    public string Directory { get; set; } = "";

    public string? Client { get; set; }

    /// <summary>Before the removal.</summary>
    public SiteStatus Status { get; set; }

    /// <summary>Null where none is taken.</summary>
    public BackupRecord? Backup { get; set; }

    public DatabaseType DatabaseType { get; set; }

    /// <summary>Null for SQLite.</summary>
    public string? DatabaseServer { get; set; }

    /// <summary>A database's name, for SQLite the file's absolute path; null where it stays.</summary>
    public string? Database { get; set; }

    public string? User { get; set; }

    /// <summary>Names what is deleted while it is.</summary>
    public string Mark { get; set; } = "";

    public string Folder => $"{Docroot}/sites/{Directory}";
}
