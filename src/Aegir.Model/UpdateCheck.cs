namespace Aegir;

/// <summary>What a look at a distribution's source found.</summary>
public sealed record UpdateCheck
{
    public string Distribution { get; init; } = "";

    /// <summary>Identifies what the source has now: a hash, a commit or a version. Null for a distribution without a source.</summary>
    public string? Signature { get; init; }

    /// <summary>The release that is, where the source tells; null for a branch or a makefile.</summary>
    public string? Version { get; init; }

    /// <summary>What a platform of it would be built from.</summary>
    public PlatformSource? Source { get; init; }

    /// <summary>True where that was not built yet.</summary>
    public bool HasMoved { get; init; }

    /// <summary>True where it is older than what was built last, or than the target.</summary>
    public bool IsOlder { get; init; }

    /// <summary>Why its last build failed; null where it was not tried, or may be tried again.</summary>
    public string? FailedBefore { get; init; }

    /// <summary>What the release feed tells; null where none was read.</summary>
    public KnownReleases? Releases { get; init; }

    /// <summary>The name for people: the version, or the first digits of the signature.</summary>
    public string? Label => Version ?? (Signature is { Length: > 8 } hash ? hash[..8] : Signature);

    public override string ToString() => $"{Distribution}: {(Signature is null ? "no source" : HasMoved ? $"{Label} is new" : $"{Label} is built")}";
}
