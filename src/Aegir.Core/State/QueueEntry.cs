namespace Aegir.State;

/// <summary>A task that is to be queued.</summary>
/// <param name="Resources">The leases it needs; the first is what it stands in line for.</param>
public sealed record QueueEntry(string Type, string TargetType, string Target, string RequestType, string Request, IReadOnlyList<string> Resources)
{
    /// <summary>Whom it is for; empty for nobody in particular. Clients take turns.</summary>
    public string Client { get; init; } = "";

    /// <summary>The server it loads; empty for none.</summary>
    public string Server { get; init; } = "";

    public string DatabaseServer { get; init; } = "";

    public int Priority { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Tasks that must have ended well.</summary>
    public IReadOnlyCollection<long> After { get; init; } = [];

    public long? Batch { get; init; }

    public long? RetryOf { get; init; }
}

/// <summary>A task that a worker has just taken, with its leases.</summary>
public sealed record ClaimedTask(long Id, string Type, string TargetType, string Target, string RequestType, string Request);
