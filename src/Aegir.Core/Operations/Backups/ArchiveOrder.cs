using Aegir.Drupal;

namespace Aegir.Operations.Backups;

/// <summary>What goes into an archive, and where it comes to lie. Kept with a task; holds no secret.</summary>
public sealed record ArchiveOrder
{
    public string Site { get; init; } = "";

    /// <summary>The web server whose machines hold the site's folder.</summary>
    public string Server { get; init; } = "";

    public string Docroot { get; init; } = "";

    /// <summary>The folder below sites/.</summary>
    public string Directory { get; init; } = "";

    public int Major { get; init; }

    public DatabaseType DatabaseType { get; init; }

    /// <summary>The name of its server; null for SQLite.</summary>
    public string? DatabaseServer { get; init; }

    /// <summary>A database's name; for SQLite the file's absolute path.</summary>
    public string Database { get; init; } = "";

    /// <summary>A folder on the hub that is the archive's own until it is packed.</summary>
    public string Work { get; init; } = "";

    /// <summary>The archive's path on the hub.</summary>
    public string Archive { get; init; } = "";

    public BackupCompression Compression { get; init; }

    public bool Credentials { get; init; } = true;

    public bool Uploads { get; init; } = true;

    public bool Force { get; init; }

    /// <summary>What drushrc.php says of the site beside its database, such as uri and profile (aegir-spec 1.4).</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>What the archive holds at its top instead of the folder's own, or beside it.</summary>
    public string Top => Work + "/top";

    public string Dump => Top + (DatabaseType == DatabaseType.Sqlite ? "/database.sqlite" : "/database.sql");

    public SiteLocation Location => new(Docroot, Directory, Site, Major);

    public string Folder => $"{Docroot}/sites/{Directory}";

    /// <summary>A site in the words of drushrc.php.</summary>
    public static IReadOnlyDictionary<string, string> OptionsOf(Site site) => new Dictionary<string, string?>
    {
        ["uri"] = site.Name,
        ["profile"] = site.Profile,
        ["language"] = site.Language,
        ["client_name"] = site.Client,
        ["aliases"] = string.Join(',', site.Aliases),
        ["redirection"] = site.Redirection,
        ["platform"] = site.Platform,
        ["directory"] = site.Directory,
    }.Where(option => !string.IsNullOrEmpty(option.Value)).ToDictionary(option => option.Key, option => option.Value!);

    /// <summary>The folder on a site's own machine that a copy of its SQLite file lies in until it is fetched.</summary>
    public string FetchFolder => $"{Folder}/.aegir-dump-{Work[(Work.LastIndexOf('-') + 1)..]}";
}
