using Aegir.Hub.Requests;
using Aegir.Operations;
using Aegir.State;
using Aegir.Tasks;

namespace Aegir.Hub.Queueing;

/// <summary>Where work is handed in at one place and done at many.</summary>
public sealed class TaskQueue
{
    private readonly IStateStore store;
    private readonly HubRooms rooms;
    private readonly TaskHistory history;
    private readonly QueueWorkers workers;

    internal TaskQueue(OperationServices services, HubRooms rooms, Recovery recovery)
    {
        store = services.Store;
        this.rooms = rooms;
        history = new TaskHistory(store);
        workers = new QueueWorkers(services, rooms, recovery, Types);
    }

    /// <summary>The kinds of orders that this hub reads.</summary>
    public RequestTypes Types { get; } = new();

    /// <summary>Queues a task. It waits by itself for an outstanding verify or build of the platform it needs.</summary>
    /// <exception cref="AegirException">What it works on is not there or may not be worked on; TaskNotFound, BatchNotFound.</exception>
    public AegirTask Enqueue(TaskRequest request, TaskOptions? options = null) =>
        history.Get(store.Write(session => Add(session, request, options ?? new TaskOptions())));

    /// <summary>Opens a batch: tasks that are queued with its number (<see cref="TaskOptions.Batch"/>) share canaries and a budget of failures,
    /// whoever works them off.</summary>
    public long OpenBatch(BatchOptions options) => store.Write(session => session.Batches.Add(options.Canary, options.MaxFailure));

    /// <summary>Does it now, in this process; the task keeps what was ordered.</summary>
    /// <exception cref="AegirException">As <see cref="TaskRequest.RunAsync"/>.</exception>
    public Task<object> RunNowAsync(TaskRequest request, ITaskSink sink, CancellationToken cancellation)
    {
        var (type, text) = Types.Write(request);
        return request.RunAsync(rooms.At(rooms.Desk.For(new TaskSlot(null, type, text))), sink, cancellation);
    }

    /// <summary>
    /// Works the queue off. Each task that ends is told by an Output event with its <see cref="AegirTask"/>. Abandoned tasks are recovered before
    /// anything else, and from time to time. When cancelled, no task is begun any more; those under way are finished, or undone and handed back
    /// (<see cref="QueueOptions.FinishWithin"/>), and then it returns.
    /// </summary>
    public Task<QueueRun> RunAsync(QueueOptions options, ITaskSink sink, CancellationToken cancellation) => workers.RunAsync(options, sink, cancellation);

    /// <summary>Cancels a queued task; has a running one undo what it did. One that has ended stays as it is.</summary>
    /// <exception cref="AegirException">TaskNotFound.</exception>
    public AegirTask Stop(long id)
    {
        store.Write(session =>
        {
            Existing(session, id);
            if (!session.Queue.Cancel(id, "Cancelled on request."))
                session.Tasks.RequestStop(id);
        });
        return history.Get(id);
    }

    /// <summary>Queues again what an ended task was to do, as a task of its own; the earlier one and its log stay.</summary>
    /// <exception cref="AegirException">TaskNotFound, TaskNotEnded, TaskNotRestartable, and as <see cref="Enqueue"/>.</exception>
    public AegirTask Restart(long id) => history.Get(store.Write(session =>
    {
        var task = Existing(session, id);
        if (!task.HasEnded)
            throw new AegirException(AegirErrorKind.Busy, "TaskNotEnded", $"Task {id} ({task}) has not ended yet.", $"Stop-AegirTask {id} ends it.");
        var (type, text) = session.Tasks.Request(id) ?? throw new AegirException(AegirErrorKind.Refused, "TaskNotRestartable",
            $"The hub does not know what was ordered with task {id} ({task}).", "Run the command again that began it.");
        return Add(session, Types.Read(type, text), new TaskOptions { Priority = task.Priority }, id);
    }));

    /// <summary>How it stands with the queue.</summary>
    public QueueHealth Health() => store.Read(session =>
        session.Queue.Health() with { Workers = [.. session.Workers.All().Where(worker => Worker.Parse(worker.Name).IsAlive(worker.Heartbeat, store.Times))] });

    private long Add(StateSession session, TaskRequest request, TaskOptions options, long? retryOf = null)
    {
        foreach (var after in options.After)
            Existing(session, after);
        if (options.Batch is { } batch && session.Batches.Get(batch) is null)
            throw new AegirException(AegirErrorKind.NotFound, "BatchNotFound", $"There is no batch {batch}.", "Get-AegirTask shows the batches of tasks.");
        var place = PlaceOf(session, request, options);
        var (type, text) = Types.Write(request);
        return session.Queue.Add(new QueueEntry(request.Type, request.TargetType, request.Target, type, text, request.Resources)
        {
            Client = place.Client,
            Server = place.Server,
            DatabaseServer = place.DatabaseServer,
            Priority = options.Priority,
            NotBefore = options.NotBefore,
            After = [.. options.After, .. place.Needs is { } platform ? session.Queue.Preparing("platform:" + Names.PlatformContext(platform)) : []],
            Batch = options.Batch,
            RetryOf = retryOf,
        });
    }

    // What it is to follow may be what makes the site.
    private static RequestPlace PlaceOf(StateSession session, TaskRequest request, TaskOptions options)
    {
        try
        {
            return request.Place(session);
        }
        catch (AegirException error) when (error.Kind == AegirErrorKind.NotFound && options.After.Count > 0)
        {
            return new RequestPlace("", "", "");
        }
    }

    private static AegirTask Existing(StateSession session, long id) => session.Tasks.Find(new TaskFilter { Ids = [id] }).FirstOrDefault() ?? throw Missing.Task(id);
}
