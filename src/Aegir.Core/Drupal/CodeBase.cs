namespace Aegir.Drupal;

/// <summary>A Drupal code base as it lies on a host (aegir-spec 3.1). All paths are absolute POSIX paths.</summary>
public sealed record CodeBase
{
    /// <summary>The folder that a web server serves.</summary>
    public string Docroot { get; init; } = "";

    /// <summary>The folder that holds composer.json and vendor/; the docroot itself where there is none.</summary>
    public string ProjectRoot { get; init; } = "";

    /// <summary>Version of Drupal core, such as 10.3.6, 7.98 or 10.3.x-dev.</summary>
    public string CoreVersion { get; init; } = "";

    /// <summary>The lowest PHP version that core names; null where it names none.</summary>
    public string? PhpMinimum { get; init; }

    /// <summary>Core itself (as "drupal"), profiles, modules and themes; what only tests use is left out.</summary>
    public IReadOnlyList<Package> Packages { get; init; } = [];

    /// <summary>Names of the folders below sites/ that hold a settings.php; links to folders are not among them.</summary>
    public IReadOnlyList<string> SiteDirectories { get; init; } = [];

    /// <summary>Files that could not be read or understood and packages that are there twice, each with the reason.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What <see cref="CodeBaseReader.FingerprintAsync"/> gives as long as no file that was read has changed.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>True where sites/sites.php is there; without it Drupal 8 and later only know sites/default.</summary>
    public bool HasSitesPhp { get; init; }

    /// <summary>The code base's own drush; null where it brings none.</summary>
    public string? Drush { get; init; }

    public override string ToString() => $"Drupal {CoreVersion} in {Docroot}";
}
