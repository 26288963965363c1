namespace Aegir.State;

/// <summary>
/// A store for somebody who may be called away while it does not answer, such as from a prompt. What is asked then goes on by itself and is not tried
/// again; a write that is under way is waited for a moment, and may be in the store or not where that was not enough.
/// </summary>
/// <param name="inner">Stays open when this is disposed.</param>
/// <param name="onUnsettled">Is told of a write of which nobody knows whether it happened.</param>
/// <param name="left">Calls away.</param>
internal sealed class InterruptibleStore(IStateStore inner, Action? onUnsettled, CancellationToken left) : IStateStore
{
    private const int LargestBatch = 256;

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    public string Location => inner.Location;

    public string Identity => inner.Identity;

    public string? FilePath => inner.FilePath;

    public LeaseTimes Times => inner.Times;

    public long Size => ReadersWait ? Wait(() => inner.Size) : inner.Size;

    // Those of a file never do.
    private bool ReadersWait => inner.FilePath is null;

    public T Read<T>(Func<StateSession, T> read) => ReadersWait ? Wait(() => inner.Read(WhileWanted(read))) : inner.Read(read);

    public IEnumerable<T> Stream<T>(Func<StateSession, IEnumerable<T>> read) => ReadersWait ? Batches(inner.Stream(WhileWanted(read))) : inner.Stream(read);

    public T Write<T>(Func<StateSession, T> write) => Settle(() => inner.Write(WhileWanted(write)));

    public T WriteTask<T>(Func<StateSession, T> write) => Settle(() => inner.WriteTask(WhileWanted(write)));

    public Task WaitForTaskAsync(TimeSpan atMost, CancellationToken cancellation) => inner.WaitForTaskAsync(atMost, cancellation);

    public void Dispose()
    {
    }

    // A store that tries again asks nobody whether that is still wanted.
    private Func<StateSession, T> WhileWanted<T>(Func<StateSession, T> act) => session =>
    {
        left.ThrowIfCancellationRequested();
        return act(session);
    };

    private T Wait<T>(Func<T> act)
    {
        left.ThrowIfCancellationRequested();
        return Wait(Task.Run(act));
    }

    private T Wait<T>(Task<T> work)
    {
        Quiet(work).Wait(left);
        return work.GetAwaiter().GetResult();
    }

    private T Settle<T>(Func<T> write)
    {
        left.ThrowIfCancellationRequested();
        var work = Task.Run(write);
        try
        {
            return Wait(work);
        }
        catch (OperationCanceledException) when (!work.IsCompleted)
        {
            if (Quiet(work).Wait(Grace))
                return work.GetAwaiter().GetResult();
            onUnsettled?.Invoke();
            throw;
        }
    }

    // Larger and larger ones, so that neither the first row waits for many nor each of many costs a change of threads.
    private IEnumerable<T> Batches<T>(IEnumerable<T> rows)
    {
        var source = rows.GetEnumerator();
        Task work = Task.CompletedTask;
        try
        {
            for (var size = 1; ; size = Math.Min(size * 2, LargestBatch))
            {
                left.ThrowIfCancellationRequested();
                var batch = Task.Run(() => Take(source, size));
                work = batch;
                foreach (var row in Wait(batch))
                    yield return row;
                if (batch.Result.Count < size)
                    yield break;
            }
        }
        finally
        {
            // Whatever reads must have ended; and a server that does not answer is not waited for here either.
            Leave(work.ContinueWith(_ => source.Dispose(), TaskScheduler.Default));
        }
    }

    private void Leave(Task end)
    {
        try
        {
            Quiet(end).Wait(left);
        }
        catch (OperationCanceledException)
        {
            // It closes by itself.
        }
    }

    private static List<T> Take<T>(IEnumerator<T> source, int count)
    {
        var batch = new List<T>(count);
        while (batch.Count < count && source.MoveNext())
            batch.Add(source.Current);
        return batch;
    }

    private static Task Quiet(Task work) => work.ContinueWith(_ => { }, TaskContinuationOptions.ExecuteSynchronously);
}
