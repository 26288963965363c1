namespace Aegir.State;

/// <summary>Wakes those of this process who wait for tasks.</summary>
internal sealed class TaskSignal
{
    private TaskCompletionSource next = New();

    public void Announce() => Interlocked.Exchange(ref next, New()).TrySetResult();

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await Volatile.Read(ref next).Task.WaitAsync(atMost, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // That is as good a reason to look.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
