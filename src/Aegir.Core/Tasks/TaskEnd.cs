using Aegir.State;

namespace Aegir.Tasks;

/// <summary>The final record of a task.</summary>
internal static class TaskEnd
{
    /// <param name="keepOpen">It stays in its leases, for recovery to try again.</param>
    public static void Write(StateSession session, long taskId, AegirTaskStatus status, string? message, bool keepOpen = false)
    {
        session.Tasks.Finish(taskId, status, message);
        if (!keepOpen)
            session.Leases.Release(taskId);
        session.Queue.Settle(taskId);
    }
}
