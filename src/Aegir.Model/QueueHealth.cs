namespace Aegir;

/// <summary>How it stands with the queue.</summary>
public sealed record QueueHealth
{
    /// <summary>Tasks that wait, for whatever reason.</summary>
    public int Queued { get; init; }

    /// <summary>Those of them that wait for nothing but a worker or a lease.</summary>
    public int Ready { get; init; }

    public int Processing { get; init; }

    /// <summary>Tasks that a worker left behind and that are still to be put right.</summary>
    public int Abandoned { get; init; }

    /// <summary>When the oldest of the ready ones was queued; null where there is none.</summary>
    public DateTimeOffset? OldestReady { get; init; }

    public IReadOnlyList<QueueWorkerInfo> Workers { get; init; } = [];

    public override string ToString() => $"{Queued} queued, {Processing} processing, {Workers.Count} workers";
}

/// <summary>A process that takes tasks from the queue.</summary>
public sealed record QueueWorkerInfo
{
    /// <summary>Machine, process id and start time.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many tasks it runs at a time.</summary>
    public int Slots { get; init; }

    public int Running { get; init; }

    public DateTimeOffset Started { get; init; }

    public DateTimeOffset Heartbeat { get; init; }

    /// <summary>Why it begins no task at present, such as a full disk; null where it does.</summary>
    public string? Holding { get; init; }

    public override string ToString() => Name;
}
