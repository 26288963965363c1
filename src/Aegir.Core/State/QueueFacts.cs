namespace Aegir.State;

/// <summary>What a queued task needs before it can be begun.</summary>
/// <param name="Head">The task that is ready for the same thing; 0 for none.</param>
internal sealed record QueueFacts(Readiness Readiness, IReadOnlyList<string> Resources, string Server, string DatabaseServer, long Head);
