namespace Aegir.Distributions.Updates;

/// <summary>What a source has now.</summary>
/// <param name="Source">What to build to have exactly that.</param>
/// <param name="Version">Null where the source tells none.</param>
public sealed record SourceLook(string Signature, PlatformSource Source, string? Version = null, KnownReleases? Releases = null);
