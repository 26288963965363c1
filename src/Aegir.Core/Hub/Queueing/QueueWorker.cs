using System.Diagnostics;
using Aegir.State;
using Aegir.Tasks;

namespace Aegir.Hub.Queueing;

/// <summary>Takes tasks from the queue and runs them, several at a time.</summary>
internal sealed class QueueWorker(QueueWorkers shared, QueueOptions options, ITaskSink sink)
{
    /// <summary>How long it waits for news of the queue before it looks by itself.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>How often it says that it is there, and looks for what others left behind.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <summary>How long a recovery that failed is left alone.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly IStateStore store = shared.Services.Store;
    private readonly string name = Worker.Current.ToString();
    private readonly Dictionary<Task<AegirTaskStatus?>, TaskHold> running = [];
    private readonly TaskSignal endings = new();
    private readonly MachineRoom room = new(shared.Services, options);
    private readonly QueueUpkeep upkeep = new(shared, options.Retention);
    private readonly StoreOutage outage = new(shared.Services.Store.Location, options, sink);
    private readonly Stopwatch sinceRound = new();
    private bool hasRecovered;
    private Task recovering = Task.CompletedTask;
    private QueueRun run = new(0, 0, 0, 0);

    public async Task<QueueRun> RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (await TryTurnAsync(cancellation).ConfigureAwait(false))
            {
            }
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
        if (!cancellation.IsCancellationRequested)
            await upkeep.RunAsync(sink, cancellation).ConfigureAwait(false);
        return run;
    }

    // What runs meanwhile waits for the store too, or gives its task up.
    private async Task<bool> TryTurnAsync(CancellationToken cancellation)
    {
        try
        {
            return await TurnAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (outage.MayPass(error))
        {
            await outage.WaitAsync(error, cancellation).ConfigureAwait(false);
            return true;
        }
    }

    // False when there is nothing left to do.
    private async Task<bool> TurnAsync(CancellationToken cancellation)
    {
        var ending = endings.Next;
        Reap();
        if (cancellation.IsCancellationRequested)
            return false;
        if (!hasRecovered)
            await shared.Recovery.RunAsync(sink).ConfigureAwait(false);
        hasRecovered = true;
        var holding = await room.HoldingAsync(running.Count, cancellation).ConfigureAwait(false);
        if (outage.IsOn || !sinceRound.IsRunning || sinceRound.Elapsed >= Round)
            MakeRound(holding?.Reason);
        var mayBegin = (options.MaxTasks == 0 || run.Begun < options.MaxTasks) && !(DateTimeOffset.UtcNow >= options.Until);
        var free = Math.Min(options.ThrottleLimit, holding?.Slots ?? options.ThrottleLimit) - running.Count;
        var wanted = !mayBegin ? 0 : options.MaxTasks == 0 ? free : Math.Min(free, options.MaxTasks - run.Begun);
        var begun = wanted > 0 ? await BeginAsync(wanted).ConfigureAwait(false) : 0;
        if (running.Count == 0 && wanted > 0 && !options.Stay)
        {
            // What two tasks did at once, each unseen by the other, may have left a third waiting; and nobody comes after us who would see it.
            store.WriteTask(session => session.Queue.Sweep());
            begun = await BeginAsync(wanted).ConfigureAwait(false);
        }
        if (running.Count == 0 && begun == 0)
        {
            // Whatever stands in the way, without -Stay somebody else comes again.
            if (!mayBegin || !options.Stay)
            {
                if (holding is { Slots: 0 })
                    sink.Emit(new TaskEvent(TaskEventKind.Warning, Server.MasterName, null, $"No task was begun: {holding.Reason}."));
                return false;
            }
            await upkeep.MayRunAsync(sink, cancellation).ConfigureAwait(false);
        }
        await WaitAsync(ending, isFull: begun == wanted, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task<int> BeginAsync(int wanted)
    {
        IReadOnlyList<ClaimedTask> claimed = [];
        var holds = await TaskHold.TakeAllAsync(store, session => (claimed = session.Claims.Claim(wanted, name)).Select(task => task.Id)).ConfigureAwait(false);
        foreach (var (task, hold) in claimed.Zip(holds))
        {
            var one = Task.Run(() => new QueuedRun(shared, task, hold, options, sink).RunAsync());
            running.Add(one, hold);
            _ = one.ContinueWith(_ => endings.Announce(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        run = run with { Begun = run.Begun + claimed.Count };
        return claimed.Count;
    }

    /// <param name="ending">Completed when one of those ends that run.</param>
    private async Task WaitAsync(Task ending, bool isFull, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var others = isFull ? Task.Delay(Look, enough.Token) : store.WaitForTaskAsync(Look, enough.Token);
        await Task.WhenAny(ending, others).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        await others.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Reap()
    {
        foreach (var ended in running.Keys.Where(task => task.IsCompleted).ToList())
        {
            running.Remove(ended);
            run = ended.Result switch
            {
                AegirTaskStatus.Success or AegirTaskStatus.Warning => run with { Succeeded = run.Succeeded + 1 },
                AegirTaskStatus.Queued => run with { HandedBack = run.HandedBack + 1 },
                _ => run with { Failed = run.Failed + 1 },
            };
        }
    }

    private void MakeRound(string? holding)
    {
        sinceRound.Restart();
        store.WriteTask(session =>
        {
            session.Workers.Beat(name, options.ThrottleLimit, holding);
            session.Queue.Sweep();
        });
        outage.End();
        if (recovering.IsCompleted)
            recovering = Task.Run(() => shared.Recovery.RunAsync(sink, Rest));
    }

    // What is under way ends, or is undone and goes back to the queue.
    private async Task EndAsync()
    {
        if (options.FinishWithin > TimeSpan.Zero)
            await Task.WhenAny(Task.WhenAll(running.Keys), Task.Delay(options.FinishWithin)).ConfigureAwait(false);
        foreach (var hold in running.Values)
            hold.Stop("Its worker was stopped", handBack: true);
        await Task.WhenAll(running.Keys).ConfigureAwait(false);
        Reap();
        await recovering.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        try
        {
            store.WriteTask(session => session.Workers.Remove(name));
        }
        catch (Exception error) when (StoreTrouble.MayPass(error))
        {
            // It will be known by its silence.
        }
    }
}
