using System.Diagnostics;
using Aegir.Hub.Requests;
using Aegir.State;
using Aegir.Tasks;

namespace Aegir.Hub.Queueing;

/// <summary>One claimed task, from its order to its final record.</summary>
internal sealed class QueuedRun(QueueWorkers shared, ClaimedTask task, TaskHold hold, QueueOptions options, ITaskSink sink)
{
    /// <summary>When to try again what met somebody else's lease after all.</summary>
    private static readonly TimeSpan BusyRest = TimeSpan.FromSeconds(5);

    private readonly IStateStore store = shared.Services.Store;

    /// <returns>How it ended; null where it is not ours any more.</returns>
    public async Task<AegirTaskStatus?> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        using var beating = shared.Rooms.Desk.Runner.Heartbeat.Begin(hold);
        using var activity = QueueMetrics.Begin(task);
        using var limit = new CancellationTokenSource(options.TimeLimit);
        using var ending = limit.Token.Register(() => hold.Stop($"It took longer than {options.TimeLimit}"));
        AegirTask ended;
        try
        {
            var (request, result, error) = await DoAsync().ConfigureAwait(false);
            // An operation that ran as this task wrote its final record itself.
            ended = hold.Ended ?? await store.WriteTaskAsync(session => Finish(session, request, result, error)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Whoever takes it over finds out what became of it.
            sink.Emit(new TaskEvent(TaskEventKind.Warning, task.Target, null, $"Task {task.Id} was let go: {error.Message}", Error: error));
            return null;
        }
        QueueMetrics.End(activity, ended, watch.Elapsed);
        sink.Emit(new TaskEvent(TaskEventKind.Output, ended.Target, null, ended.ToString(), 100, ended));
        return ended.Status;
    }

    private async Task<(TaskRequest? Request, object? Result, Exception? Error)> DoAsync()
    {
        TaskRequest? request = null;
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(hold.Stopping, hold.Losing);
            request = shared.Types.Read(task.RequestType, task.Request);
            var rooms = shared.Rooms.At(shared.Rooms.Desk.For(new TaskSlot(hold)));
            return (request, await request.RunAsync(rooms, new WithoutOutput(sink), linked.Token).ConfigureAwait(false), null);
        }
        catch (Exception error)
        {
            return (request, null, error);
        }
    }

    private AegirTask Finish(StateSession session, TaskRequest? request, object? result, Exception? error)
    {
        if (Now(session) is { Status: not AegirTaskStatus.Processing } ended)
            return ended;
        hold.Require(session);
        if (hold.IsHandedBack || error is AegirException { Id: "TargetBusy" })
        {
            session.Tasks.Log(task.Id, TaskLogLevel.Info, null, $"{hold.StopReason ?? error!.Message}: it goes back to the queue.");
            session.Queue.HandBack(task.Id, hold.IsHandedBack ? null : DateTimeOffset.UtcNow + BusyRest);
            return Now(session);
        }
        var (status, message) = hold.StopReason is { } reason ? (AegirTaskStatus.Interrupted, reason + ".")
            : error is AegirException known ? (AegirTaskStatus.Error, $"{known.Message} {known.Action}")
            : error is not null ? (AegirTaskStatus.Error, error.Message)
            : request!.Verdict(result!) ?? (AegirTaskStatus.Success, null!);
        if (message is not null)
            session.Tasks.Log(task.Id, status == AegirTaskStatus.Success ? TaskLogLevel.Info : TaskLogLevel.Error, null, message);
        TaskEnd.Write(session, task.Id, status, message);
        return Now(session);
    }

    private AegirTask Now(StateSession session) => session.Tasks.Find(new TaskFilter { Ids = [task.Id] }).First();

    /// <summary>What a batch tells of each of its items is not what the worker tells.</summary>
    private sealed class WithoutOutput(ITaskSink sink) : ITaskSink
    {
        public void Emit(TaskEvent taskEvent)
        {
            if (taskEvent.Kind != TaskEventKind.Output)
                sink.Emit(taskEvent);
        }
    }
}
