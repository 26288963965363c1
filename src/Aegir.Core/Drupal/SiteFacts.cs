namespace Aegir.Drupal;

/// <summary>What a site's settings, folder and database say of it, read without Drupal. It holds no password and no salt.</summary>
public sealed record SiteFacts
{
    public string SettingsFile { get; init; } = "";

    /// <summary>Where settings.php points to, as the link has it; null where it is no link.</summary>
    public string? SettingsTarget { get; init; }

    public FileOwner Settings { get; init; } = new();

    /// <summary>The folder below sites/.</summary>
    public FileOwner Folder { get; init; } = new();

    public SiteDatabase Database { get; init; } = new();

    /// <summary>True where settings.php gives a salt; Drupal 7 derives one from $databases where it does not.</summary>
    public bool HasHashSalt { get; init; }

    /// <summary>Equal for two sites that have the same salt in force; it does not tell the salt.</summary>
    public string HashSaltFingerprint { get; init; } = "";

    /// <summary>Null for Drupal 7, and where none is set.</summary>
    public ConfigSync? ConfigSync { get; init; }

    /// <summary>As written: relative to the docroot, or absolute.</summary>
    public string PublicFiles { get; init; } = "";

    /// <summary>Null where the site has no private files.</summary>
    public string? PrivateFiles { get; init; }

    /// <summary>Where the folder of public files points to; null where it is no link.</summary>
    public string? FilesTarget { get; init; }

    /// <summary>The version of the command line PHP that read the site.</summary>
    public string Php { get; init; } = "";

    /// <summary>Names of its extensions, in lower case.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>True where the site's own credentials open its database and it holds a Drupal site.</summary>
    public bool Connected { get; init; }

    public string? ConnectionError { get; init; }

    /// <summary>Bytes of data and indexes; for SQLite, of the file.</summary>
    public long DatabaseSize { get; init; }

    /// <summary>Modules and themes that are enabled, and for Drupal 7 also those disabled but not uninstalled.</summary>
    public IReadOnlyList<InstalledPackage> Packages { get; init; } = [];

    public string? Profile { get; init; }

    /// <summary>The site's name for people.</summary>
    public string? Title { get; init; }

    /// <summary>True where Drupal's own maintenance mode is on.</summary>
    public bool Maintenance { get; init; }

    /// <summary>Folders of uploads that the settings put outside of the site's own: what is in them, and the path as written.</summary>
    public IEnumerable<(string What, string Path)> UploadsOutside(SiteLocation site) =>
        new[] { ("public", PublicFiles), ("private", PrivateFiles ?? "") }.Where(folder => folder.Item2.Length > 0
            && Names.AbsolutePath(folder.Item2.StartsWith('/') ? folder.Item2 : $"{site.Docroot}/{folder.Item2}")?.StartsWith(site.Folder + "/", StringComparison.Ordinal) != true);
}

/// <param name="Mode">Permission bits, such as octal 0440 = 288.</param>
public sealed record FileOwner(string Owner = "", string Group = "", int Mode = 0);

/// <param name="Written">As settings.php has it.</param>
/// <param name="Path">Absolute.</param>
/// <param name="InsideSite">True where it lies in the site's folder below sites/, and so moves with it.</param>
public sealed record ConfigSync(string Written, string Path, bool Exists, bool InsideSite);
