namespace Aegir.State;

/// <summary>What a queued task waits for.</summary>
internal enum Readiness
{
    /// <summary>Other tasks, or the canaries of its batch.</summary>
    Waiting = 0,

    /// <summary>Its time.</summary>
    Timed = 1,

    /// <summary>Those that were queued before it for the same thing.</summary>
    InLine = 2,

    /// <summary>A worker, and the lease.</summary>
    Ready = 3,
}
