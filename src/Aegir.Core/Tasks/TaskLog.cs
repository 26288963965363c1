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

    public bool HasPending
    {
        get
        {
            lock (gate)
                return pending.Count > 0;
        }
    }

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

    public void Flush(StateSession session, long taskId)
    {
        lock (gate)
        {
            foreach (var (level, step, message) in pending)
                session.Tasks.Log(taskId, level, step, message);
            pending.Clear();
        }
    }
}
