namespace Aegir.Tasks;

/// <summary>What the next operation is to run as.</summary>
/// <param name="Hold">The task that a worker claimed; null opens a new one.</param>
/// <param name="RequestType">What was ordered, so that it can be done again; null where nothing was.</param>
internal sealed record TaskSlot(TaskHold? Hold, string? RequestType = null, string? Request = null);
