using Microsoft.Extensions.Logging;

namespace Aegir.Service.Work;

/// <summary>Something that is done at once and then every so often.</summary>
internal static class Turns
{
    /// <summary>Returns when it is stopped. A turn that fails is logged, and does not keep the next from coming.</summary>
    /// <param name="every">Zero: it is never done.</param>
    public static async Task RunAsync(TimeSpan every, Func<Task> turn, ILogger logger, CancellationToken stopping)
    {
        // What is awaited below must not hold up the start of the service.
        await Task.Yield();
        try
        {
            if (every == TimeSpan.Zero)
                await Task.Delay(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(false);
            using var timer = new PeriodicTimer(every);
            do
            {
                try
                {
                    await turn().ConfigureAwait(false);
                }
                catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
                {
                    logger.LogError(error, "A turn of the schedule failed; the next comes in {Every}", every);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to.
        }
    }
}
