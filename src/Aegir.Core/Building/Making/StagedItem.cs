namespace Aegir.Building.Making;

/// <summary>An item that lies, whole and patched, in a folder of its own.</summary>
/// <param name="Folder">Absolute path.</param>
/// <param name="Makefile">The name of its own makefile in that folder; null where it has none.</param>
internal sealed record StagedItem(ResolvedItem Resolved, string Folder, string? Makefile)
{
    /// <summary>What its own makefile brings.</summary>
    public IReadOnlyList<StagedItem> Below { get; init; } = [];

    /// <summary>All of it: first what is asked for, then what that brings.</summary>
    public IEnumerable<StagedItem> All => Below.SelectMany(item => item.All).Prepend(this);
}
