namespace Aegir;

/// <summary>A flavour of platform, with one upgrade target among its platforms.</summary>
public sealed record Distribution
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Name of the platform its sites are to be upgraded to; null where none is set.</summary>
    public string? Target { get; init; }

    public int PlatformCount { get; init; }

    public int SiteCount { get; init; }

    /// <summary>Sites on other platforms of the distribution than the target; 0 without a target.</summary>
    public int OutdatedCount { get; init; }

    public override string ToString() => Name;
}
