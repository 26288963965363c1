using System.Diagnostics;

namespace Aegir.State;

/// <summary>Wakes those who wait for a change of the queue: at once for one of this process, soon for one of another.</summary>
internal sealed class QueueSignal
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private volatile TaskCompletionSource changed = New();
    private volatile bool isPrepared;

    /// <summary>There is a change, as soon as the transaction is through.</summary>
    public void Prepare() => isPrepared = true;

    public void Raise()
    {
        if (!isPrepared)
            return;
        isPrepared = false;
        Interlocked.Exchange(ref changed!, New()).TrySetResult();
    }

    /// <param name="version">A number that is another one when another process wrote.</param>
    public async Task WaitAsync(TimeSpan atMost, Func<long> version, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var mine = changed.Task;
        var first = version();
        while (!cancellation.IsCancellationRequested && !mine.IsCompleted && clock.Elapsed < atMost && version() == first)
        {
            var left = atMost - clock.Elapsed;
            await Task.WhenAny(mine, Task.Delay(left < Look ? left < TimeSpan.Zero ? TimeSpan.Zero : left : Look, cancellation)).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
