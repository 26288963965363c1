namespace Aegir.State;

/// <summary>Wakes those of this process who wait for tasks.</summary>
internal sealed class TaskSignal
{
    private TaskCompletionSource next = New();

    public void Announce() => Interlocked.Exchange(ref next, New()).TrySetResult();

    /// <returns>False where the time was over before there was a word.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await Volatile.Read(ref next).Task.WaitAsync(atMost, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
