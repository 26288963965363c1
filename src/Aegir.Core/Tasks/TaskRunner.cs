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
public sealed class TaskRunner : IDisposable
{
    private readonly IStateStore store;
    private readonly bool isOwner;
    private TaskSlot? slot;

    public TaskRunner(IStateStore store)
        : this(store, new Heartbeat(store), null) => isOwner = true;

    private TaskRunner(IStateStore store, Heartbeat heartbeat, TaskSlot? slot)
    {
        this.store = store;
        Heartbeat = heartbeat;
        this.slot = slot;
        TaskId = slot?.Hold?.TaskId;
    }

    /// <summary>The claimed task that the first operation runs as; null where it opens one.</summary>
    public long? TaskId { get; }

    internal Heartbeat Heartbeat { get; }

    /// <summary>A runner whose first operation runs as what the slot says; those that follow open tasks of their own.</summary>
    internal TaskRunner For(TaskSlot taken) => new(store, Heartbeat, taken);

    /// <exception cref="AegirException">Busy: another task holds what this one needs.</exception>
    public async Task<TaskReport> RunAsync(Operation operation, ITaskSink sink, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var taken = Interlocked.Exchange(ref slot, null);
        var hold = taken?.Hold;
        if (hold is null)
            hold = await TaskHold.TakeAsync(store, session => Begin(session, operation, taken)).ConfigureAwait(false);
        else
            await store.WriteTaskAsync(session =>
            {
                hold.Require(session);
                Begin(session, operation, taken);
            }).ConfigureAwait(false);
        // Whoever claimed a task keeps up its heartbeat.
        using var beating = taken?.Hold is null ? Heartbeat.Begin(hold) : null;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, hold.Stopping, hold.Losing);
        return await new TaskRun(store, operation, hold, new TaskLog(operation.Target, sink), sink).RunAsync(0, linked.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (isOwner)
            Heartbeat.Dispose();
    }

    // With the journal's word that the first step is begun.
    private static long Begin(StateSession session, Operation operation, TaskSlot? taken)
    {
        var worker = Worker.Current.ToString();
        var claimed = taken?.Hold?.TaskId;
        var missing = new List<string>();
        var leases = session.Leases.On([.. operation.Resources]).ToDictionary(lease => lease.Resource);
        foreach (var resource in operation.Resources)
            if (!leases.TryGetValue(resource, out var lease))
                missing.Add(resource);
            else if (lease.TaskId != claimed)
                throw Busy(operation, lease);
        if (claimed is { } mine)
            session.Tasks.Adopt(mine, operation.Type, operation.TargetType, operation.Target, operation.Save());
        var id = claimed ?? session.Tasks.Start(
            operation.Type, operation.TargetType, operation.Target, worker, operation.Save(), taken?.RequestType, taken?.Request);
        foreach (var resource in missing)
            session.Leases.Add(resource, id, worker);
        session.Journal.Record(id, 0, operation.Steps[0].Name, StepPhase.Begun);
        return id;
    }

    private static AegirException Busy(Operation operation, Lease lease) => new(
        AegirErrorKind.Busy, "TargetBusy",
        $"'{operation.Target}' cannot be worked on: it is held by {lease.Who}.",
        $"Wait until that is done (Get-AegirTask -Id {lease.TaskId} shows it), then run this again.");
}
