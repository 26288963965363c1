namespace Aegir;

/// <summary>The packages of a platform as one site sees them.</summary>
internal sealed class PackageSet
{
    private readonly ILookup<(PackageType, string), Package> packages;
    private readonly string profile;
    private readonly string? siteDirectory;
    private readonly int coreMajor;

    public PackageSet(IEnumerable<Package> all, string profile, string? siteDirectory)
    {
        packages = all.ToLookup(package => (package.Type, package.Name));
        this.profile = profile;
        this.siteDirectory = siteDirectory;
        CoreVersion = packages[(PackageType.Platform, "drupal")].FirstOrDefault()?.Version;
        coreMajor = DrupalVersion.TryParse(CoreVersion, out var version) ? version.CoreMajor : 8;
    }

    /// <summary>Null where the packages do not say.</summary>
    public string? CoreVersion { get; }

    public Package? Find(PackageType type, string name) => PackagePrecedence.Pick(packages[(type, name)], coreMajor, profile, siteDirectory);
}
