namespace Aegir;

/// <summary>Which of several packages of one name Drupal uses (aegir-spec 3.1).</summary>
public static class PackagePrecedence
{
    /// <summary>The higher one wins: core, profile, sites/all, the docroot's own folders (Drupal 8 and later), site.</summary>
    /// <param name="coreMajor">The major version of the core it lies beside: below 8, the docroot's own folders are core's.</param>
    public static int Of(Package package, int coreMajor)
    {
        if (package.SiteDirectory is not null)
            return 4;
        if (package.Profile is not null)
            return 1;
        if (package.Path.StartsWith("sites/all/", StringComparison.Ordinal))
            return 2;
        var ofCore = package.Type == PackageType.Platform || package.Path.StartsWith("core/", StringComparison.Ordinal) || coreMajor < 8;
        return ofCore ? 0 : 3;
    }

    /// <summary>The one that a site with this profile and directory uses; null where there is none it can see.</summary>
    public static Package? Pick(IEnumerable<Package> packages, int coreMajor, string? profile, string? siteDirectory) => packages
        .Where(package => package.SiteDirectory is null || package.SiteDirectory == siteDirectory)
        .Where(package => package.Profile is null || package.Profile == profile)
        .MaxBy(package => Of(package, coreMajor));
}
