namespace Aegir;

/// <summary>Done: on its new side. Blocked: nothing was touched. RolledBack: it failed and the site is as it was. Failed: putting it back failed as
/// well, and the next command tries again.</summary>
public enum MoveOutcome { Done, Blocked, RolledBack, Failed }

/// <summary>How a move, a rename, a clone or a restore of one site ended.</summary>
public sealed record MoveResult
{
    public MoveKind Kind { get; init; }

    /// <summary>The site's name as it is now; for a clone the clone's.</summary>
    public string Site { get; init; } = "";

    /// <summary>The name it had; for a clone the site it was made of.</summary>
    public string OldName { get; init; } = "";

    /// <summary>Names of platforms.</summary>
    public string From { get; init; } = "";

    public string To { get; init; } = "";

    /// <summary>The web server of the new side.</summary>
    public string Server { get; init; } = "";

    public string? DatabaseServer { get; init; }

    /// <summary>A database's name, or the file's path; null where none was made.</summary>
    public string? Database { get; init; }

    public MoveOutcome Outcome { get; init; }

    /// <summary>The step that failed; null where none did.</summary>
    public string? FailedStep { get; init; }

    /// <summary>What went wrong, or what stands in the way, a line each; null where nothing did.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Action { get; init; }

    /// <summary>The backup that was taken before; null for a clone.</summary>
    public string? Backup { get; init; }

    /// <summary>Until when one can go back with Undo-AegirUpgrade; null where there is nothing to go back to.</summary>
    public DateTimeOffset? KeptUntil { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>The time in which visitors were answered 503.</summary>
    public TimeSpan Downtime { get; init; }

    /// <summary>The task with the log; null where nothing was started.</summary>
    public long? TaskId { get; init; }

    /// <summary>True where it was begun and did not succeed.</summary>
    public bool HasFailed => Outcome is MoveOutcome.RolledBack or MoveOutcome.Failed;

    public override string ToString() => $"{Kind} {OldName}: {Outcome}";
}
