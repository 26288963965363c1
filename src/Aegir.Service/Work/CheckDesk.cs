using Aegir.Service.Configuration;
using Aegir.Service.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aegir.Service.Work;

/// <summary>Updates distributions on schedule and when a webhook asks: one update of a distribution at a time. Who asks while one runs gets one
/// more after it, however many ask.</summary>
public sealed class CheckDesk(AegirHub hub, ServiceSettings settings, ServiceMetrics metrics, ITaskSink sink, ILogger<CheckDesk> logger) : BackgroundService
{
    private readonly object gate = new();
    private readonly HashSet<string> wanted = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Task> running = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource giveUp = new();
    private readonly CheckClock clock = new(settings.CheckEvery);
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
        await Turns.RunAsync(settings.CheckEvery == TimeSpan.Zero ? TimeSpan.Zero : CheckClock.Look, RequestDue, logger, stoppingToken).ConfigureAwait(false);
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

    private Task RequestDue()
    {
        foreach (var distribution in clock.Due(hub.Distributions.Find(), DateTimeOffset.UtcNow))
            Request(distribution.Name);
        return Task.CompletedTask;
    }

    private async Task RunAsync(string distribution)
    {
        while (IsWanted(distribution))
        {
            var outcome = "Error";
            try
            {
                var result = await hub.Distributions.UpdateAsync(distribution, new UpdateOptions(), sink, giveUp.Token).ConfigureAwait(false);
                outcome = result.Outcome.ToString();
                logger.LogInformation("Checked '{Distribution}': {Outcome} {Version} {Message} {UpgradeMessage}", distribution, outcome, result.Version, result.Message, result.UpgradeMessage);
            }
            catch (AegirException error)
            {
                logger.LogWarning("'{Distribution}' cannot be checked: {Message} {Action}", distribution, error.Message, error.Action);
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                outcome = "Cancelled";
                logger.LogWarning("The check of '{Distribution}' was cancelled, as the service is stopped", distribution);
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
