namespace Aegir;

/// <summary>How far an update of a distribution goes by itself; each goes as far as those before it.</summary>
public enum UpdatePolicy { Check, Build, Target, Upgrade }

/// <summary>How sites are upgraded by the policy Upgrade.</summary>
public sealed record UpgradeRules
{
    /// <summary>When sites may be begun. Those that run when a window ends are finished, the others wait for the next.</summary>
    public IReadOnlyList<MaintenanceWindow> Windows { get; init; } = [];

    /// <summary>So many sites go first on a new target; the others follow only when these are well.</summary>
    public int Canary { get; init; } = 1;

    /// <summary>With more failures than this on one target no further site is begun until the target changes.</summary>
    public int MaxFailure { get; init; }

    public int ThrottleLimit { get; init; } = 4;

    /// <summary>Enabled modules that the target may lack.</summary>
    public IReadOnlyList<string> AllowMissing { get; init; } = [];

    /// <summary>For how many days the old side is kept to go back to.</summary>
    public int KeepDays { get; init; } = 7;
}
