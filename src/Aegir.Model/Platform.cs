namespace Aegir;

/// <summary>A copy of Drupal core with its profiles, modules and themes.</summary>
public sealed record Platform
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The docroot: an absolute POSIX path on the server.</summary>
    public string Path { get; init; } = "";

    /// <summary>The composer project the docroot lies in; the docroot itself where there is none above it.</summary>
    public string ProjectRoot { get; init; } = "";

    public string Server { get; init; } = Aegir.Server.MasterName;

    /// <summary>Name of the distribution this platform is a release of; null where it is of none.</summary>
    public string? Distribution { get; init; }

    public PlatformStatus Status { get; init; }

    /// <summary>True for the platform its distribution's sites are to be upgraded to.</summary>
    public bool IsTarget { get; init; }

    /// <summary>Version of Drupal core, such as 10.3.6; null until the first verify.</summary>
    public string? CoreVersion { get; init; }

    /// <summary>The lowest PHP version its core runs on; null where it does not say.</summary>
    public string? PhpMinimum { get; init; }

    /// <summary>The platform's own drush, an absolute path; null where it brings none.</summary>
    public string? Drush { get; init; }

    /// <summary>When the last good verify ended; null where there was none.</summary>
    public DateTimeOffset? Verified { get; init; }

    /// <summary>What the code base looked like at the last verify; differs once a file of it changed.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>How many sites that are not deleted live here.</summary>
    public int SiteCount { get; init; }

    /// <summary>The major version of Drupal core; 0 until the first verify.</summary>
    public int CoreMajor => DrupalVersion.TryParse(CoreVersion, out var version) ? version.CoreMajor : 0;

    public override string ToString() => Name;
}
