using Aegir.Operations;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>How a run ended. Error is null for a good one.</summary>
/// <param name="IsOpen">Something is left to undo or to finish; the next command tries again.</param>
public sealed record TaskReport(long TaskId, AegirTaskStatus Status, Exception? Error = null, string? FailedStep = null, bool IsOpen = false);

/// <summary>
/// Runs an operation as a task: takes its leases, writes the journal before and after each step, undoes on trouble up to the commit step
/// and finishes past it.
/// </summary>
public sealed class TaskRunner(IStateStore store) : IDisposable
{
    private readonly Heartbeat heartbeat = new(store);

    /// <exception cref="AegirException">Busy: another task holds what this one needs.</exception>
    public async Task<TaskReport> RunAsync(Operation operation, ITaskSink sink, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var taskId = store.WriteTask(session => Begin(session, operation));
        using var beating = heartbeat.Begin();
        return await new TaskRun(store, operation, taskId, new TaskLog(operation.Target, sink), sink).ForwardAsync(0, cancellation)
            .ConfigureAwait(false);
    }

    public void Dispose() => heartbeat.Dispose();

    private static long Begin(StateSession session, Operation operation)
    {
        foreach (var resource in operation.Resources)
            if (session.Leases.Get(resource) is { } lease)
                throw Busy(operation, lease);
        var worker = Worker.Current.ToString();
        var taskId = session.Tasks.Start(operation.Type, operation.TargetType, operation.Target, worker, operation.Save());
        foreach (var resource in operation.Resources)
            session.Leases.Add(resource, taskId, worker);
        return taskId;
    }

    private static AegirException Busy(Operation operation, Lease lease) => new(
        AegirErrorKind.Busy, "TargetBusy",
        $"'{operation.Target}' cannot be worked on: it is held by {lease.Who}.",
        $"Wait until that is done (Get-AegirTask -Id {lease.TaskId} shows it), then run this again.");
}
