using Aegir.Service.Configuration;
using Aegir.Service.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aegir.Service.Work;

/// <summary>Checks distributions on schedule and when a webhook asks: one check of a distribution at a time. Who asks while one runs gets one
/// more after it, however many ask.</summary>
public sealed class CheckDesk(IHubWork work, ServiceSettings settings, ServiceMetrics metrics, ITaskSink sink, ILogger<CheckDesk> logger) : BackgroundService
{
    private readonly object gate = new();
    private readonly HashSet<string> wanted = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Task> running = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource giveUp = new();
    private bool isOpen = true;

    public void Request(string distribution)
    {
        lock (gate)
        {
            if (!isOpen)
                return;
            wanted.Add(distribution);
            if (!running.ContainsKey(distribution))
                running[distribution] = Task.Run(() => RunAsync(distribution), CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Turns.RunAsync(settings.CheckEvery, RequestAll, logger, stoppingToken).ConfigureAwait(false);
        Task[] left;
        lock (gate)
        {
            isOpen = false;
            wanted.Clear();
            left = [.. running.Values];
        }
        giveUp.CancelAfter(settings.StopWithin);
        await Task.WhenAll(left).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        giveUp.Dispose();
        base.Dispose();
    }

    private Task RequestAll()
    {
        foreach (var distribution in work.Scheduled())
            Request(distribution);
        return Task.CompletedTask;
    }

    private async Task RunAsync(string distribution)
    {
        while (IsWanted(distribution))
        {
            var outcome = "Error";
            try
            {
                outcome = await work.UpdateAsync(distribution, sink, giveUp.Token).ConfigureAwait(false);
                logger.LogInformation("Checked '{Distribution}': {Outcome}", distribution, outcome);
            }
            catch (AegirException error)
            {
                logger.LogWarning("'{Distribution}' cannot be checked: {Message} {Action}", distribution, error.Message, error.Action);
            }
            catch (Exception error)
            {
                logger.LogError(error, "The check of '{Distribution}' failed", distribution);
            }
            metrics.DistributionChecked(distribution, outcome);
        }
    }

    private bool IsWanted(string distribution)
    {
        lock (gate)
        {
            if (wanted.Remove(distribution))
                return true;
            running.Remove(distribution);
            return false;
        }
    }
}
