namespace Aegir;

/// <summary>One run of verify, import, upgrade or another operation.</summary>
public sealed record AegirTask
{
    public long Id { get; init; }

    /// <summary>The kind of operation, such as verify or upgrade.</summary>
    public string Type { get; init; } = "";

    /// <summary>What kind of thing it works on: site, platform or server.</summary>
    public string TargetType { get; init; } = "";

    public string Target { get; init; } = "";

    public AegirTaskStatus Status { get; init; }

    /// <summary>The last word on it: the error of a failed task, or what it is doing.</summary>
    public string? Message { get; init; }

    /// <summary>Machine and process that runs or ran it.</summary>
    public string? Worker { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Of queued ones, the higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>When it may be begun; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The batch it belongs to; null for none.</summary>
    public long? Batch { get; init; }

    /// <summary>The earlier task that this one tries again; null for none.</summary>
    public long? RetryOf { get; init; }

    /// <summary>True where the hub knows what was ordered, and can do it again.</summary>
    public bool CanRestart { get; init; }

    /// <summary>True where it was asked to stop.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Of a queued task: what it waits for. Null for others.</summary>
    public string? Waiting { get; init; }

    /// <summary>True where it has its final status.</summary>
    public bool HasEnded => Status > AegirTaskStatus.Queued;

    public TimeSpan? Duration => Ended - Started;

    public override string ToString() => $"{Type} {Target}";
}

/// <summary>One line of a task's log.</summary>
public sealed record TaskLogEntry
{
    public long TaskId { get; init; }

    public int Sequence { get; init; }

    public DateTimeOffset Time { get; init; }

    public TaskLogLevel Level { get; init; }

    public string? Step { get; init; }

    public string Message { get; init; } = "";

    public override string ToString() => Message;
}

public enum TaskLogLevel { Debug, Verbose, Info, Warning, Error }
