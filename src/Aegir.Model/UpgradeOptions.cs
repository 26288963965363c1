namespace Aegir;

/// <summary>How a batch of upgrades is run.</summary>
public sealed record UpgradeOptions
{
    /// <summary>How many sites at a time.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>So many sites go first; the others follow only when all of these are well. 0 for none.</summary>
    public int Canary { get; init; }

    /// <summary>With more failures than this no further site is begun. Null: all are tried.</summary>
    public int? MaxFailure { get; init; }

    /// <summary>Enabled modules that the target may lack.</summary>
    public IReadOnlyCollection<string> AllowMissing { get; init; } = [];

    /// <summary>How long the old side is kept to go back to.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(7);
}
