using System.Management.Automation;
using System.Threading.Channels;

namespace Aegir.PowerShell;

/// <summary>
/// Does something to many things, several at a time. Three phases: ask on the pipeline thread, work on other threads that touch no cmdlet,
/// write on the pipeline thread what they tell. Where nothing is asked, work begins with the first item; else when all questions are
/// answered, so that nothing is under way while somebody thinks.
/// </summary>
public abstract class BulkCmdlet<T> : HubCmdlet
    where T : notnull
{
    private readonly Channel<T> input;
    private readonly List<T> held = [];
    private EventPump? pump;
    private ProgressBoard? board;
    private EventWriter? writer;
    private Task? work;
    private AegirJob? job;

    protected BulkCmdlet() => input = Channel.CreateBounded<T>(new BoundedChannelOptions(Room) { SingleWriter = true });

    /// <summary>How many are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Does it in the background: puts out a job with a child job for each item. It ends with the session.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>What the progress display calls this.</summary>
    protected abstract string Activity { get; }

    /// <summary>How many items, and how many events, may wait for each other's thread.</summary>
    protected virtual int Room => 256;

    /// <summary>Works the items off; tells of each that is done with an Output event.</summary>
    protected abstract Task WorkAsync(AegirHub hub, IAsyncEnumerable<T> items, ITaskSink sink, CancellationToken cancellation);

    /// <summary>True for what tells that an item is done.</summary>
    protected abstract bool IsOutcome(object? payload);

    /// <summary>Writes what became of one item.</summary>
    protected abstract void WriteOutcome(object outcome);

    /// <summary>Those of the items that may be worked on. Called where something is to be asked or shown, with all items there are.</summary>
    protected abstract IEnumerable<T> Ask(IReadOnlyList<T> items);

    private protected override bool IsBehindPrompt => job is not null;

    protected sealed override void Process() => OrAbandon(() =>
    {
        foreach (var item in Resolve())
            if (IsWhatIf || IsAsking || AsJob)
                held.Add(item);
            else
                Feed(item);
    });

    protected sealed override void End() => OrAbandon(() =>
    {
        var approved = IsWhatIf || IsAsking ? Ask(held).ToList() : held;
        if (AsJob && approved.Count > 0)
            Attempt(null, () => StartJob(approved));
        else
            Finish(approved);
    });

    /// <summary>The items that the parameters name, of one pipeline object.</summary>
    protected abstract IEnumerable<T> Resolve();

    protected override void Dispose(bool disposing)
    {
        // It works on for its job.
        if (job is not null)
            return;
        // The pipeline may have ended without us: an error upstream, for one.
        if (disposing)
        {
            AbandonWork();
            if (!Stopping)
                board?.Clear(Host.UI);
        }
        base.Dispose(disposing);
    }

    // The cmdlet is done with when this returns; what it writes from here on, on a thread that stands for the pipeline's, goes to the job.
    private void StartJob(List<T> items)
    {
        var begun = new AegirJob(MyInvocation.Line?.Trim() ?? "", items.Select(item => item.ToString()!), CancelWork);
        UseHubOfItsOwn();
        JobRepository.Add(begun);
        WriteObject(begun);
        job = begun;
        CommandRuntime = begun.Streams;
        begun.Begin(() => OrAbandon(() => Finish(items)), () =>
        {
            WorkingHub.Dispose();
            base.Dispose(true);
        });
    }

    private void Finish(List<T> items)
    {
        foreach (var item in items)
            Feed(item);
        if (work is null)
            return;
        input.Writer.TryComplete();
        while (!work.IsCompleted)
            Drain(pump!, writer!, board!, work, wait: true);
        Drain(pump!, writer!, board!, work, wait: false);
        board!.Clear();
        Attempt(null, () => work.GetAwaiter().GetResult());
    }

    private void Feed(T item)
    {
        Start();
        board!.Expect();
        // Whoever works may be waiting to be read, so read while waiting for room.
        while (!input.Writer.TryWrite(item))
        {
            if (work!.IsCompleted)
                return;
            Drain(pump!, writer!, board, work, wait: true);
        }
        Drain(pump!, writer!, board, work!, wait: false);
    }

    private void Start()
    {
        if (work is not null)
            return;
        var hub = WorkingHub;
        pump = new EventPump(Room);
        board = new ProgressBoard(this, Activity);
        writer = new EventWriter(this, board, taskEvent =>
        {
            if (!IsOutcome(taskEvent.Payload))
                return;
            board.Finish(taskEvent.Target);
            WriteOutcome(taskEvent.Payload!);
            job?.Of(taskEvent.Target)?.End();
        }, job is null ? null : job.Streams.Turn);
        work = Task.Run(() => hub.BatchAsync(pump, () => WorkAsync(hub, input.Reader.ReadAllAsync(Cancellation), pump, Cancellation)));
    }

    private void OrAbandon(Action action)
    {
        try
        {
            action();
        }
        catch
        {
            AbandonWork();
            if (!Stopping)
                board?.Clear();
            throw;
        }
    }

    // Once: whoever stopped it has waited for it then.
    private void AbandonWork()
    {
        if (Interlocked.Exchange(ref work, null) is { IsCompleted: false } left)
            Abandon(WorkingHub, pump!, left);
    }
}
