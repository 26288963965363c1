namespace Aegir;

/// <summary>How a package on the target compares with the one a site has.</summary>
public enum PackageChange { Same, Upgrade, Downgrade, Missing, Error }

/// <summary>One row of a side-by-side comparison (aegir-spec 3.3).</summary>
public sealed record PackageComparison
{
    public PackageType Type { get; init; }

    public string Name { get; init; } = "";

    /// <summary>True where the site has it enabled.</summary>
    public bool Enabled { get; init; }

    public string? Current { get; init; }

    public int CurrentSchema { get; init; }

    /// <summary>The version on the target; null where the target lacks it.</summary>
    public string? Target { get; init; }

    public int TargetSchema { get; init; }

    public PackageChange Change { get; init; }

    /// <summary>Why this row is an error; null where it is none.</summary>
    public string? Reason { get; init; }

    public override string ToString() => $"{Name}: {Change}";
}

/// <summary>What an upgrade of a site would do, and what stands in its way.</summary>
public sealed record UpgradePlan
{
    public string Site { get; init; } = "";

    public string Distribution { get; init; } = "";

    public string From { get; init; } = "";

    public string? FromVersion { get; init; }

    public string To { get; init; } = "";

    public string? ToVersion { get; init; }

    public UpgradeState State { get; init; }

    public int Upgrades { get; init; }

    public int Downgrades { get; init; }

    public int Missing { get; init; }

    public int Errors { get; init; }

    /// <summary>What must be mended before the upgrade can start; empty when it can.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>What one should know before saying yes.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The packages side by side, enabled ones first.</summary>
    public IReadOnlyList<PackageComparison> Packages { get; init; } = [];

    public bool CanUpgrade => State == UpgradeState.Ready;

    public override string ToString() => $"{Site}: {From} -> {To} ({State})";
}

/// <summary>Whether an upgrade is on offer.</summary>
public enum UpgradeState { Ready, UpToDate, Blocked, NotOffered }

/// <summary>How one site's upgrade (or its undo) ended.</summary>
public sealed record UpgradeResult
{
    public string Site { get; init; } = "";

    public string From { get; init; } = "";

    public string To { get; init; } = "";

    public UpgradeOutcome Outcome { get; init; }

    /// <summary>The step that failed; null where none did.</summary>
    public string? FailedStep { get; init; }

    public string? Message { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>The time in which visitors were answered 503.</summary>
    public TimeSpan Downtime { get; init; }

    /// <summary>The task with the log; null where nothing was started.</summary>
    public long? TaskId { get; init; }

    /// <summary>True where it was begun and did not succeed.</summary>
    public bool HasFailed => Outcome is UpgradeOutcome.RolledBack or UpgradeOutcome.Failed;

    public override string ToString() => $"{Site}: {Outcome}";
}

/// <summary>RolledBack: it failed and the site is as it was. Failed: putting it back failed as well, and the next command tries again.
/// Skipped: the batch stopped before it.</summary>
public enum UpgradeOutcome { Upgraded, UpToDate, Blocked, RolledBack, Failed, Skipped, Undone }
