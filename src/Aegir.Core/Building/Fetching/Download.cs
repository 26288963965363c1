namespace Aegir.Building.Fetching;

/// <summary>A file to fetch.</summary>
public sealed record Download(SourceUrl Url)
{
    public Checksum? Checksum { get; init; }

    /// <summary>What follows the question mark is sent as the body of a POST.</summary>
    public bool IsPost { get; init; }
}

/// <summary>A file of the cache: never to be changed.</summary>
/// <param name="Sha256">Of its content, which is also its name.</param>
public sealed record CachedFile(string Path, string Sha256);
