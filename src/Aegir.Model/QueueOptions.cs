namespace Aegir;

/// <summary>How a worker works the queue off.</summary>
public sealed record QueueOptions
{
    /// <summary>How many tasks at a time.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>True waits for more when there is nothing to do, until it is cancelled; false leaves.</summary>
    public bool Stay { get; init; }

    /// <summary>Begins no more than so many tasks; 0 for any number.</summary>
    public int MaxTasks { get; init; }

    /// <summary>Begins none after that time; what is under way is finished. Null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How long tasks under way may go on after the cancellation; those that do not end by then are undone and handed back to the queue.</summary>
    public TimeSpan FinishWithin { get; init; }

    /// <summary>A task that takes longer is undone, and has failed.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Above this load of the hub's machine, per processor, only one task is begun at a time; 0 never looks.</summary>
    public double MaxLoad { get; init; } = 4;

    /// <summary>With less free space than this where the hub keeps its store and its backups, in bytes, no task is begun; 0 never looks.</summary>
    public long MinFreeSpace { get; init; } = 1L << 30;

    /// <summary>What is forgotten when there is nothing else to do.</summary>
    public Retention Retention { get; init; } = new();
}

/// <summary>How long the hub remembers.</summary>
public sealed record Retention
{
    /// <summary>Ended tasks go after this time, with their logs; those that a backup or a kept side needs stay with it. Zero keeps all.</summary>
    public TimeSpan Tasks { get; init; } = TimeSpan.FromDays(180);

    /// <summary>Log lines below a warning go after this time. Zero keeps all.</summary>
    public TimeSpan Logs { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Backups that upgrades and other tasks took by themselves go after this time; those that somebody asked for, and those of removed
    /// sites, stay. Zero keeps all.</summary>
    public TimeSpan Backups { get; init; } = TimeSpan.FromDays(60);

    /// <summary>So many of a site's newest backups stay in any case.</summary>
    public int MinBackups { get; init; } = 3;
}
