using System.Diagnostics;
using System.Runtime.CompilerServices;
using Aegir.Hub.Queueing;
using Aegir.Operations;
using Aegir.State;

namespace Aegir.Hub;

/// <summary>What was done, and what is being done.</summary>
public sealed class TaskHistory(IStateStore store)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public IReadOnlyList<AegirTask> Find(TaskFilter filter) => store.Read(session =>
    {
        var reasons = new Lazy<WaitReasons>(() => new WaitReasons(session, store.Times));
        return session.Tasks.Find(filter).ToList().ConvertAll(task => task.Status == AegirTaskStatus.Queued ? reasons.Value.Explain(task) : task);
    });

    /// <exception cref="AegirException">TaskNotFound.</exception>
    public AegirTask Get(long id) => Find(new TaskFilter { Ids = [id] }) is [var task] ? task : throw Missing.Task(id);

    /// <param name="after">Only lines of a higher sequence.</param>
    public IReadOnlyList<TaskLogEntry> LogOf(long taskId, int after = 0) => store.Read(session => session.Tasks.LogOf(taskId, after).ToList());

    /// <summary>Waits until a task has ended.</summary>
    /// <returns>The task as it is then; or as it is when the time is over.</returns>
    /// <exception cref="AegirException">TaskNotFound.</exception>
    public async Task<AegirTask> WaitAsync(long id, TimeSpan? atMost, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var task = Get(id);
            if (task.HasEnded || clock.Elapsed >= atMost)
                return task;
            cancellation.ThrowIfCancellationRequested();
            var left = atMost - clock.Elapsed ?? Look;
            await store.WaitForTaskAsync(left < Look ? left : Look, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The lines of a task's log as they are written, until it has ended.</summary>
    /// <exception cref="AegirException">TaskNotFound.</exception>
    public async IAsyncEnumerable<TaskLogEntry> FollowAsync(long id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = 0;
        while (true)
        {
            // In this order: what is written last is seen all the same.
            var hasEnded = Get(id).HasEnded;
            foreach (var line in LogOf(id, last))
            {
                last = line.Sequence;
                yield return line;
            }
            if (hasEnded)
                yield break;
            await store.WaitForTaskAsync(Look, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The steps that were begun, in their order, and how far each came.</summary>
    public IReadOnlyList<JournalEntry> StepsOf(long taskId) => store.Read(session => session.Journal.Of(taskId));
}
