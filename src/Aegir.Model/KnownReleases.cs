namespace Aegir;

/// <summary>What the release feed of a project said of the versions that matter for security.</summary>
public sealed record KnownReleases
{
    /// <summary>Machine name of the project, such as drupal.</summary>
    public string Project { get; init; } = StockUpdates.Drupal;

    /// <summary>Such as 8.x-1. and 10.3.; a release belongs to the one it starts with. Empty where the feed does not tell.</summary>
    public IReadOnlyList<string> Supported { get; init; } = [];

    /// <summary>Releases that mend a hole, newest first.</summary>
    public IReadOnlyList<string> Security { get; init; } = [];

    /// <summary>Releases with a known hole.</summary>
    public IReadOnlyList<string> Insecure { get; init; } = [];

    /// <summary>Releases that get no updates any more, be it by themselves or with their branch.</summary>
    public IReadOnlyList<string> Unsupported { get; init; } = [];

    /// <summary>What is at stake for a version that is in use.</summary>
    public SecurityReview Review(string version)
    {
        if (!DrupalVersion.TryParse(version, out var current))
            return new SecurityReview();
        var line = LineOf(version);
        var newer = Security.Where(text => DrupalVersion.TryParse(text, out var other) && other > current).ToList();
        // What mends it in its own branch; where that is given up, what mends it in the same major version.
        var own = newer.Where(text => line is not null ? text.StartsWith(line, StringComparison.Ordinal)
            : DrupalVersion.TryParse(text, out var other) && (other.CorePrefix, other.Major) == (current.CorePrefix, current.Major)).ToList();
        var isInsecure = Insecure.Contains(version);
        return new SecurityReview
        {
            IsAtStake = isInsecure || own.Count > 0,
            IsUnsupported = Unsupported.Contains(version) || (Supported.Count > 0 && line is null),
            Updates = own.Count > 0 ? own : isInsecure ? newer : [],
        };
    }

    private string? LineOf(string version) =>
        Supported.Where(branch => version.StartsWith(branch, StringComparison.Ordinal)).MaxBy(branch => branch.Length);
}

/// <summary>Whether security is at stake for versions that are in use.</summary>
public sealed record SecurityReview
{
    /// <summary>A version in use is known to have a hole, or there is a release that mends one in it.</summary>
    public bool IsAtStake { get; init; }

    /// <summary>A version in use gets no security updates any more.</summary>
    public bool IsUnsupported { get; init; }

    /// <summary>The security releases that mend it, newest first.</summary>
    public IReadOnlyList<string> Updates { get; init; } = [];

    /// <summary>The versions in use that it is about.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    public override string ToString() => (IsAtStake, IsUnsupported) switch
    {
        (true, _) => $"{string.Join(", ", Versions)}: {(Updates.Count > 0 ? $"mended in {string.Join(", ", Updates)}" : "insecure")}",
        (_, true) => $"{string.Join(", ", Versions)}: unsupported",
        _ => "",
    };
}
