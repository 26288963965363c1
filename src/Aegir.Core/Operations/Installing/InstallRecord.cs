using Aegir.Drupal;

namespace Aegir.Operations.Installing;

/// <summary>What the undo and the finish of an installation must know. Kept with the task as JSON; holds no secret.</summary>
public sealed class InstallRecord
{
    public string Site { get; set; } = "";

    /// <summary>0 until it is in the store.</summary>
    public long SiteId { get; set; }

    public long PlatformId { get; set; }

    public string Platform { get; set; } = "";

    /// <summary>The platform's web server.</summary>
    public string Server { get; set; } = "";

    public string Docroot { get; set; } = "";

    public int Major { get; set; }

    public string Drush { get; set; } = "";

    public string Profile { get; set; } = "";

    public string Language { get; set; } = "en";

    public string Title { get; set; } = "";

    public string Email { get; set; } = "";

    public string? Client { get; set; }

    public List<string> Aliases { get; set; } = [];

    public DatabaseType DatabaseType { get; set; }

    /// <summary>Null for SQLite.</summary>
    public string? DatabaseServer { get; set; }

    /// <summary>A database's name, for SQLite the file's absolute path; null until one was chosen.</summary>
    public string? Database { get; set; }

    public string User { get; set; } = "";

    /// <summary>True once the database and its user are there, and nobody else's: the installer takes the mark away with all tables.</summary>
    public bool DatabaseIsMade { get; set; }

    /// <summary>Marks what this task made, so that nothing else is ever deleted.</summary>
    public string Mark { get; set; } = "";

    /// <summary>A new site's folder is called like the site.</summary>
    public string Directory => Site;

    public string Folder => $"{Docroot}/sites/{Directory}";

    public IReadOnlyList<string> AllNames() => [Site, .. Aliases];

    public SiteLocation Location() => new(Docroot, Directory, Site, Major) { Aliases = Aliases };
}
