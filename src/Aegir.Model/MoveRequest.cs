namespace Aegir;

/// <summary>What is to be done with a site; what is null stays as it is.</summary>
public sealed record MoveRequest(MoveKind Kind, string Site)
{
    public string? Platform { get; init; }

    public string? DatabaseServer { get; init; }

    /// <summary>The new domain; for a clone, its own.</summary>
    public string? NewName { get; init; }

    /// <summary>For a clone: its aliases.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Enabled modules that the target may lack.</summary>
    public IReadOnlyCollection<string> AllowMissing { get; init; } = [];

    /// <summary>How long the old side is kept to go back to.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>For a restore: the archive's path on the hub's machine, or the number of a backup.</summary>
    public string? Backup { get; init; }
}
