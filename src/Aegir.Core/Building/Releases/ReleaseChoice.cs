namespace Aegir.Building.Releases;

/// <summary>Finds the release that a makefile means (aegir-spec 7.1): an exact version, the newest of a loose one, or the latest recommended.</summary>
public static class ReleaseChoice
{
    /// <param name="core">The branch of Drupal, such as 7.x.</param>
    /// <param name="version">Such as 7.x-3.2, 3.2, 3, 3.x-dev; null for the latest recommended.</param>
    /// <returns>Null where there is none.</returns>
    public static Release? Choose(ReleaseHistory history, string core, string? version)
    {
        var published = history.Releases.Where(release => release.IsPublished).ToList();
        if (version is null)
            return Latest(history, published);
        var exact = published.FirstOrDefault(release => release.Version == version)
            ?? published.FirstOrDefault(release => release.Version == $"{core}-{version}");
        if (exact is not null)
            return exact;
        var start = version.EndsWith(".x", StringComparison.Ordinal) ? version[..^1] : version + ".";
        var fitting = published.Where(release => release.Version.StartsWith(start, StringComparison.Ordinal)
            || release.Version.StartsWith($"{core}-{start}", StringComparison.Ordinal)).ToList();
        return Best(fitting);
    }

    private static Release? Latest(ReleaseHistory history, List<Release> published)
    {
        var recommended = published.Where(release => history.RecommendedMajor is { } major
            && DrupalVersion.TryParse(release.Version, out var parsed) && parsed.Major == major).ToList();
        return Stable(recommended) ?? Stable(published.Where(history.IsSupported)) ?? Best(published.Where(history.IsSupported).ToList()) ?? Best(published);
    }

    private static Release? Best(IReadOnlyList<Release> releases) => Stable(releases)
        ?? releases.FirstOrDefault(release => !release.IsDevelopment) ?? releases.FirstOrDefault();

    // The feed tells which releases have a known hole.
    private static Release? Stable(IEnumerable<Release> releases)
    {
        var stable = releases.Where(release => release.IsStable).ToList();
        return stable.FirstOrDefault(release => !release.IsInsecure) ?? stable.FirstOrDefault();
    }
}
