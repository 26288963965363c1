using System.Collections.Concurrent;
using System.Diagnostics;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>
/// Says at intervals that this process still works on its tasks, hears which are to stop, and keeps what they logged. A process that cannot say
/// so leaves its tasks alone before others take it for dead.
/// </summary>
internal sealed class Heartbeat(IStateStore store) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, TaskHold> holds = new();
    private readonly object gate = new();
    private readonly Stopwatch sinceBeat = new();
    private Timer? timer;
    private int ticking;

    /// <summary>The tasks that are worked on.</summary>
    public IReadOnlyList<long> TaskIds => [.. holds.Keys];

    /// <summary>Dispose what it returns when the task has ended.</summary>
    public IDisposable Begin(TaskHold hold)
    {
        lock (gate)
        {
            if (holds.IsEmpty)
                sinceBeat.Restart();
            holds[hold.TaskId] = hold;
            timer ??= new Timer(_ => Tock(), null, Tick, Tick);
        }
        return new Ending(this, hold);
    }

    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
        }
    }

    private void Tock()
    {
        foreach (var hold in holds.Values)
            hold.GiveUpIfSilent();
        // One that waits for the store may be waiting still.
        if (holds.IsEmpty || Interlocked.Exchange(ref ticking, 1) == 1)
            return;
        try
        {
            foreach (var id in store.Read(session => session.Tasks.StopRequests()))
                if (holds.TryGetValue(id, out var hold))
                    hold.Stop("It was stopped on request");
            if (sinceBeat.Elapsed >= store.Times.Beat || holds.Values.Any(hold => hold.HasSlept))
            {
                Beat.Give(store, [.. holds.Values]);
                sinceBeat.Restart();
            }
            foreach (var hold in holds.Values)
                hold.Log?.Keep(store, hold);
        }
        catch (Exception error) when (error is System.Data.Common.DbException or ObjectDisposedException or AegirException)
        {
            // The next one will do; the patience of others is several intervals long.
        }
        finally
        {
            Volatile.Write(ref ticking, 0);
        }
    }

    private sealed class Ending(Heartbeat heartbeat, TaskHold hold) : IDisposable
    {
        public void Dispose()
        {
            heartbeat.holds.TryRemove(new(hold.TaskId, hold));
            hold.Dispose();
        }
    }
}
