namespace Aegir;

/// <summary>How an update of a distribution is run.</summary>
public sealed record UpdateOptions
{
    /// <summary>Looks and tells, whatever the policy.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>Builds what was built already, what failed, and what is older.</summary>
    public bool Force { get; init; }

    /// <summary>Upgrades on where failures had stopped it, and tries again the sites that failed.</summary>
    public bool ResumeUpgrades { get; init; }

    /// <summary>Goes so far this time; null for the distribution's own policy.</summary>
    public UpdatePolicy? Policy { get; init; }

    /// <summary>The clock that maintenance windows are measured with.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>How an update of a distribution ended.</summary>
public sealed record UpdateResult
{
    public string Distribution { get; init; } = "";

    public UpdateOutcome Outcome { get; init; }

    /// <summary>The platform that was built last; null where none was.</summary>
    public string? Platform { get; init; }

    /// <summary>The newest release that the source has; the first digits of its signature where it tells none.</summary>
    public string? Version { get; init; }

    public string? Signature { get; init; }

    /// <summary>Why it is so, for a person.</summary>
    public string? Message { get; init; }

    /// <summary>The task with the log of the build; null where none was begun.</summary>
    public long? TaskId { get; init; }

    /// <summary>Sites that the policy Upgrade upgraded, or tried to.</summary>
    public IReadOnlyList<UpgradeResult> Upgrades { get; init; } = [];

    /// <summary>What the policy Upgrade has to say: when the next window is, or why it stopped; null otherwise.</summary>
    public string? UpgradeMessage { get; init; }

    public TimeSpan Duration { get; init; }

    public override string ToString() => $"{Distribution}: {Outcome}";
}

/// <summary>
/// Unchanged: what the source has is built already. Moved: it is not, and the policy only looks. Built: a platform was built and is not the target.
/// Targeted: it is. Failed: the build failed, and nothing has changed. FailedBefore: it failed the last time and was not tried again. Older: the source
/// has gone back. InProgress: another task builds, and looks again when it has ended. NoSource: platforms are built by hand.
/// </summary>
public enum UpdateOutcome { Unchanged, Moved, Built, Targeted, Failed, FailedBefore, Older, InProgress, NoSource }
