using Aegir.State;

namespace Aegir.Hub;

/// <summary>What was done, and what is being done.</summary>
public sealed class TaskHistory(IStateStore store)
{
    public IReadOnlyList<AegirTask> Find(TaskFilter filter) => store.Read(session => session.Tasks.Find(filter).ToList());

    public IReadOnlyList<TaskLogEntry> LogOf(long taskId) => store.Read(session => session.Tasks.LogOf(taskId).ToList());

    /// <summary>The steps that were begun, in their order, and how far each came.</summary>
    public IReadOnlyList<JournalEntry> StepsOf(long taskId) => store.Read(session => session.Journal.Of(taskId));
}
