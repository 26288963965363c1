using Aegir.State;

namespace Aegir.Tasks;

/// <summary>Collects a running task's log and puts it into the store together with the next journal entry; watchers hear at once.</summary>
internal sealed class TaskLog(string target, ITaskSink sink)
{
    private const int MaxMessage = 4000;

    private readonly object gate = new();
    private readonly List<(TaskLogLevel Level, string? Step, string Message)> pending = [];

    public string? Step { get; set; }

    public bool HasWarnings { get; private set; }

    /// <summary>Held by whoever writes to the store what flushes this log: the same lines must not be on the way twice.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    public void Add(TaskLogLevel level, string message)
    {
        message = message.Length > MaxMessage ? message[..MaxMessage] + " …" : message;
        lock (gate)
        {
            HasWarnings |= level == TaskLogLevel.Warning;
            pending.Add((level, Step, message));
        }
        var kind = level switch
        {
            TaskLogLevel.Warning => TaskEventKind.Warning,
            TaskLogLevel.Info => TaskEventKind.Information,
            TaskLogLevel.Debug => TaskEventKind.Debug,
            _ => TaskEventKind.Verbose,
        };
        sink.Emit(new TaskEvent(kind, target, Step, message));
    }

    /// <summary>Puts what is pending into the store, unless that is being done.</summary>
    public void Keep(IStateStore store, TaskHold hold)
    {
        if (pending.Count == 0 || !Gate.Wait(0))
            return;
        try
        {
            store.WriteTask(session =>
            {
                if (hold.IsOurs(session))
                    Flush(session, hold.TaskId);
            });
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Writes what is not in the store yet; it may be told to again where that came to nothing.</summary>
    public void Flush(StateSession session, long taskId)
    {
        (TaskLogLevel Level, string? Step, string Message)[] lines;
        lock (gate)
            lines = [.. pending];
        foreach (var (level, step, message) in lines)
            session.Tasks.Log(taskId, level, step, message);
        session.AfterCommit(() =>
        {
            lock (gate)
                pending.RemoveRange(0, lines.Length);
        });
    }
}
