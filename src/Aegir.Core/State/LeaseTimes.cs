namespace Aegir.State;

/// <summary>How long those who work with a hub wait for it and for each other. All of them must go by the same; tests may be less patient.</summary>
public sealed record LeaseTimes
{
    /// <summary>How often a worker says that it still works on its tasks.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long a call is tried again while the server of a store does not answer; less than <see cref="Patience"/>.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For how long a write waits for another program that holds a store's file, in whole seconds: seldom needed, as those of hubs are short.</summary>
    public TimeSpan Held { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A worker that could not say so for this long leaves its tasks alone, as others may be at work on them soon.</summary>
    public TimeSpan Fence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>One that gave no sign for this long is taken for dead, and its tasks are recovered; one that is gone from this machine, at once.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);
}
