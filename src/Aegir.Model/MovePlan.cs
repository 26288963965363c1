namespace Aegir;

/// <summary>What a move of a site would do, and what stands in its way.</summary>
public sealed record MovePlan
{
    public MoveKind Kind { get; init; }

    public string Site { get; init; } = "";

    /// <summary>Its name afterwards; for a clone the clone's.</summary>
    public string NewName { get; init; } = "";

    /// <summary>Names of platforms.</summary>
    public string From { get; init; } = "";

    public string To { get; init; } = "";

    public string? FromVersion { get; init; }

    public string? ToVersion { get; init; }

    /// <summary>Names of web servers.</summary>
    public string FromServer { get; init; } = "";

    public string ToServer { get; init; } = "";

    /// <summary>Where the new database will be; null for a SQLite file.</summary>
    public string? DatabaseServer { get; init; }

    /// <summary>For a restore: the archive.</summary>
    public string? Backup { get; init; }

    /// <summary>What must be mended first; empty when it can be done.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>What one should know before saying yes.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The packages side by side, enabled ones first.</summary>
    public IReadOnlyList<PackageComparison> Packages { get; init; } = [];

    public bool CanMove => Blockers.Count == 0;

    public override string ToString() => $"{Kind} {Site}: {From} -> {To}{(NewName == Site ? "" : $" as {NewName}")}{(CanMove ? "" : " (blocked)")}";
}
