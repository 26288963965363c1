namespace Aegir;

/// <summary>When a queued task may be begun.</summary>
public sealed record TaskOptions
{
    /// <summary>The higher goes first, whoever it is for.</summary>
    public int Priority { get; init; }

    /// <summary>Null: as soon as there is a worker.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Tasks that must have ended well; where one did not, this one is cancelled.</summary>
    public IReadOnlyCollection<long> After { get; init; } = [];

    /// <summary>The batch it belongs to; null for none.</summary>
    public long? Batch { get; init; }
}

/// <summary>How the tasks of a batch go.</summary>
public sealed record BatchOptions
{
    /// <summary>So many go first, one after the other; the others follow only when all of these are well. 0 for none.</summary>
    public int Canary { get; init; }

    /// <summary>With more failures than this no further task is begun; those that wait are cancelled. Null: all are tried.</summary>
    public int? MaxFailure { get; init; }
}
