using Aegir.Service.Configuration;
using Aegir.Service.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aegir.Service.Work;

/// <summary>Runs the cron of the sites whose turn it is; stopped, it begins no further one and waits for those that run.</summary>
public sealed class CronClock(AegirHub hub, ServiceSettings settings, ServiceMetrics metrics, ITaskSink sink, ILogger<CronClock> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Turns.RunAsync(settings.CronEvery, () => RunDueAsync(stoppingToken), logger, stoppingToken);

    private async Task RunDueAsync(CancellationToken stopping)
    {
        var due = hub.Cron.Due(settings.CronEvery);
        if (due.Count == 0)
            return;
        await hub.Cron.RecoverAsync(sink).ConfigureAwait(false);
        using var giveUp = new CancellationTokenSource();
        await using var patience = stopping.Register(() => giveUp.CancelAfter(settings.StopWithin));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, settings.Workers), CancellationToken = stopping };
        await Parallel.ForEachAsync(due, options, async (site, _) => await RunAsync(site, giveUp.Token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task RunAsync(Site site, CancellationToken cancellation)
    {
        try
        {
            var result = await hub.Cron.RunAsync(site.Name, sink, cancellation).ConfigureAwait(false);
            metrics.CronRun(result.Outcome);
        }
        catch (AegirException error)
        {
            // Removed or disabled meanwhile.
            logger.LogInformation("The cron of '{Site}' was not run: {Message}", site.Name, error.Message);
        }
    }
}
