using Aegir.State;

namespace Aegir.Hub;

/// <summary>What was done, and what is being done.</summary>
public sealed class TaskHistory(IStateStore store)
{
    public IReadOnlyList<AegirTask> Find(TaskFilter filter) => store.Read(session => session.Tasks.Find(filter).ToList());

    public IReadOnlyList<TaskLogEntry> LogOf(long taskId) => store.Read(session => session.Tasks.LogOf(taskId).ToList());
}
