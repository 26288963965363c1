using Aegir.State;

namespace Aegir.Tasks;

/// <summary>Says at intervals that this process is alive, for as long as it runs tasks.</summary>
internal sealed class Heartbeat(IStateStore store) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly object gate = new();
    private readonly object beating = new();
    private int running;
    private Timer? timer;

    /// <summary>Dispose what it returns when the task has ended.</summary>
    public IDisposable Begin()
    {
        lock (gate)
        {
            running++;
            timer ??= new Timer(_ => Beat(), null, Interval, Interval);
        }
        return new Ending(this);
    }

    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
        }
    }

    private void Beat()
    {
        // The one before may still be waiting for a server.
        if (!Monitor.TryEnter(beating))
            return;
        try
        {
            store.WriteTask(session => session.Leases.Beat(Worker.Current.ToString()));
        }
        catch (Exception error) when (error is System.Data.Common.DbException or ObjectDisposedException or AegirException)
        {
            // The next one will do; the patience of others is several intervals long.
        }
        finally
        {
            Monitor.Exit(beating);
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (--running > 0)
                return;
            timer?.Dispose();
            timer = null;
        }
    }

    private sealed class Ending(Heartbeat heartbeat) : IDisposable
    {
        public void Dispose() => heartbeat.End();
    }
}
