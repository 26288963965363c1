namespace Aegir;

/// <summary>Which sites to list; what is null does not narrow. Deleted ones are left out unless asked for by status.</summary>
public sealed record SiteFilter
{
    public IReadOnlyList<NamePattern>? Names { get; init; }

    public string? Distribution { get; init; }

    public string? Platform { get; init; }

    public string? Server { get; init; }

    public SiteStatus? Status { get; init; }

    public string? Client { get; init; }

    /// <summary>Only sites whose distribution has a target that is not their platform.</summary>
    public bool Outdated { get; init; }
}

/// <summary>Which platforms to list; what is null does not narrow. Deleted ones are left out unless asked for by status.</summary>
public sealed record PlatformFilter
{
    public IReadOnlyList<NamePattern>? Names { get; init; }

    public string? Distribution { get; init; }

    public string? Server { get; init; }

    public PlatformStatus? Status { get; init; }

    /// <summary>Only those with sites, and targets.</summary>
    public bool InUse { get; init; }
}

/// <summary>Which tasks to list, newest first; what is null does not narrow.</summary>
public sealed record TaskFilter
{
    public IReadOnlyList<long>? Ids { get; init; }

    public IReadOnlyList<NamePattern>? Targets { get; init; }

    public string? Type { get; init; }

    public AegirTaskStatus? Status { get; init; }

    public long? Batch { get; init; }

    /// <summary>At most so many; 0 for all.</summary>
    public int First { get; init; }
}
