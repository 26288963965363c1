namespace Aegir;

/// <summary>A package as it lies in a code base: core, a profile, a module or a theme.</summary>
public sealed record Package
{
    public PackageType Type { get; init; }

    /// <summary>The machine name, such as views.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name for people.</summary>
    public string? Title { get; init; }

    public string? Version { get; init; }

    /// <summary>The drupal.org project it was packaged in.</summary>
    public string? Project { get; init; }

    /// <summary>The highest update number its code knows; 0 where it has no updates.</summary>
    public int Schema { get; init; }

    /// <summary>The highest update number whose code is gone; a site below it cannot be updated. 0 where nothing was removed.</summary>
    public int LastRemovedUpdate { get; init; }

    /// <summary>core_version_requirement (or core), as the info file has it.</summary>
    public string? CoreRequirement { get; init; }

    /// <summary>The lowest PHP version that it names.</summary>
    public string? PhpRequirement { get; init; }

    /// <summary>Folder relative to the docroot; for a package of one site, below sites/.</summary>
    public string Path { get; init; } = "";

    /// <summary>The site directory that owns it; null where it is for the whole platform.</summary>
    public string? SiteDirectory { get; init; }

    /// <summary>The profile whose folder it lies in; null elsewhere.</summary>
    public string? Profile { get; init; }

    public override string ToString() => Name;
}

/// <summary>A package as a site has it installed.</summary>
public sealed record InstalledPackage(PackageType Type, string Name, bool Enabled, string? Version, int Schema);
