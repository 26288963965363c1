namespace Aegir.State;

/// <summary>Wakes those of this process who wait for tasks.</summary>
internal sealed class TaskSignal
{
    private TaskCompletionSource next = New();

    public void Announce() => Interlocked.Exchange(ref next, New()).TrySetResult();

    /// <summary>Completed by the next word.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) => IsHeardAsync(Next, atMost, cancellation);

    /// <returns>False where the time was over before the word came.</returns>
    public static async Task<bool> IsHeardAsync(Task word, TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await word.WaitAsync(atMost, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            // That is as good a reason to look.
            return false;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
