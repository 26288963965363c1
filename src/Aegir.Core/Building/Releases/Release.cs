namespace Aegir.Building.Releases;

/// <summary>One release of a project, as its feed tells of it.</summary>
public sealed record Release
{
    public string Version { get; init; } = "";

    public DateTimeOffset? Date { get; init; }

    public bool IsPublished { get; init; }

    public string? DownloadLink { get; init; }

    /// <summary>MD5 of what the link gives, in hexadecimal.</summary>
    public string? Md5 { get; init; }

    public IReadOnlyList<ReleaseFile> Files { get; init; } = [];

    /// <summary>Such as Security update, Insecure, Bug fixes.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    public bool IsSecurityUpdate => Types.Contains("Security update");

    public bool IsInsecure => Types.Contains("Insecure");

    /// <summary>True for one that was given up by itself, whatever its branch.</summary>
    public bool IsUnsupported => Types.Contains("Unsupported");

    /// <summary>True for a release proper: no dev, alpha, beta or candidate.</summary>
    public bool IsStable => DrupalVersion.TryParse(Version, out var version) && version is { Stage: 5, Minor: not int.MaxValue, Patch: not int.MaxValue };

    /// <summary>True for the head of a branch.</summary>
    public bool IsDevelopment => Version.EndsWith("-dev", StringComparison.Ordinal);

    /// <summary>What to download: the first variant there is, else what the release links to; null where it has nothing.</summary>
    public ReleaseFile? Archive(params IReadOnlyList<string> variants) =>
        variants.Select(variant => Files.FirstOrDefault(file => file.Variant == variant)).FirstOrDefault(file => file is not null)
        ?? (DownloadLink is null ? null : new ReleaseFile(DownloadLink, Md5 ?? Files.FirstOrDefault(file => file.Url == DownloadLink)?.Md5, null));

    public override string ToString() => Version;
}

/// <param name="Variant">core, no-core, profile-only or projects for distributions; null for the one there is.</param>
public sealed record ReleaseFile(string Url, string? Md5, string? Variant);

/// <summary>The releases of a project.</summary>
public sealed record ReleaseHistory
{
    public string Project { get; init; } = "";

    /// <summary>core, module, theme or profile; null where the feed does not say.</summary>
    public string? Type { get; init; }

    public int? RecommendedMajor { get; init; }

    public IReadOnlyList<int> SupportedMajors { get; init; } = [];

    /// <summary>Such as 8.x-1. and 10.3.; a release belongs to the one it starts with.</summary>
    public IReadOnlyList<string> SupportedBranches { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Release> Releases { get; init; } = [];

    /// <summary>Whether a release still gets security updates, as far as the feed tells.</summary>
    public bool IsSupported(Release release) => !release.IsUnsupported && (SupportedBranches.Count > 0
        ? SupportedBranches.Any(branch => release.Version.StartsWith(branch, StringComparison.Ordinal))
        : SupportedMajors.Count == 0 || (DrupalVersion.TryParse(release.Version, out var version) && SupportedMajors.Contains(version.Major)));

    /// <summary>The newest release proper that is supported and has no known hole, of those that may be taken; null where there is none.</summary>
    public Release? Newest(Func<DrupalVersion, bool> isWanted) => Releases.FirstOrDefault(release => release is { IsPublished: true, IsStable: true, IsInsecure: false }
        && IsSupported(release) && DrupalVersion.TryParse(release.Version, out var version) && isWanted(version));

    /// <summary>What of it matters for security.</summary>
    public KnownReleases Known()
    {
        var published = Releases.Where(release => release is { IsPublished: true, IsDevelopment: false }).ToList();
        return new KnownReleases
        {
            Project = Project,
            Supported = SupportedBranches,
            Security = Names(release => release.IsSecurityUpdate && !release.IsInsecure),
            Insecure = Names(release => release.IsInsecure),
            Unsupported = Names(release => !IsSupported(release)),
        };

        List<string> Names(Func<Release, bool> predicate) => published.Where(predicate).Select(release => release.Version).ToList();
    }
}
