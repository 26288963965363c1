namespace Aegir.Building.Sources;

/// <summary>Something that a build would fetch.</summary>
/// <param name="Version">Null where only the fetching tells.</param>
/// <param name="From">URL, path or repository.</param>
/// <param name="To">The folder below the platform's root; empty for the root itself.</param>
/// <param name="Where">The line of the makefile; null for other sources.</param>
public sealed record PlannedFetch(string What, string? Version, string From, string To = "", string? Where = null)
{
    public override string ToString() => $"{What}{(Version is null ? "" : $" {Version}")} from {From}{(To.Length == 0 ? "" : $" to {To}")}{(Where is null ? "" : $" ({Where})")}";
}

/// <summary>What was built.</summary>
/// <param name="Hash">Tells builds of one source apart: a commit, the hash of a makefile, an archive or a lock file.</param>
/// <param name="Docroot">Below the built folder; null where it is to be found.</param>
public sealed record BuiltCode(string Hash, string? Docroot = null);
