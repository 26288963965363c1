using Aegir.Service.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aegir.Service.Work;

/// <summary>Works on the queue for as long as the service runs; stopped, it claims nothing more and waits for what runs.</summary>
public sealed class QueueWork(AegirHub hub, ServiceSettings settings, ITaskSink sink, ILogger<QueueWork> logger) : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = new QueueOptions { ThrottleLimit = settings.Workers, Stay = true, FinishWithin = settings.StopWithin };
        await Task.Yield();
        while (settings.Workers > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await hub.Queue.RunAsync(options, sink, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(error, "The queue cannot be worked on; the next try comes in {Wait}", AfterTrouble);
                await Task.Delay(AfterTrouble, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // Asked to.
            }
        }
    }
}
