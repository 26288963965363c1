namespace Aegir;

/// <summary>What is to change about a site; what is null stays, and an empty text stands for none.</summary>
public sealed record SiteChange
{
    /// <summary>All its further names.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    public IReadOnlyList<string> AddAliases { get; init; } = [];

    public IReadOnlyList<string> RemoveAliases { get; init; } = [];

    /// <summary>The one of its names that all others are redirected to.</summary>
    public string? Redirection { get; init; }

    public HttpsMode? Https { get; init; }

    public string? Certificate { get; init; }

    public string? Client { get; init; }

    /// <summary>Zero for never.</summary>
    public TimeSpan? CronInterval { get; init; }
}
