using System.Diagnostics.Metrics;

namespace Aegir.Service.Telemetry;

/// <summary>What is counted and measured; served at /metrics.</summary>
public sealed class ServiceMetrics
{
    public const string MeterName = "Aegir.Service";

    private readonly Counter<long> webhooks;
    private readonly Counter<long> checks;
    private readonly Counter<long> crons;

    public ServiceMetrics(IMeterFactory factory, AegirHub hub)
    {
        var meter = factory.Create(MeterName);
        webhooks = meter.CreateCounter<long>("aegir.webhook.messages", description: "Messages to webhooks, by git host and what became of them.");
        checks = meter.CreateCounter<long>("aegir.distribution.checks", description: "Checks of distributions' sources, by what they came to.");
        crons = meter.CreateCounter<long>("aegir.site.crons", description: "Cron runs of sites, by how they ended.");
        meter.CreateObservableGauge("aegir.sites", () => PerDistribution(hub, distribution => distribution.SiteCount), description: "Sites of a distribution.");
        meter.CreateObservableGauge("aegir.sites.outdated", () => PerDistribution(hub, distribution => distribution.OutdatedCount),
            description: "Sites that are not on their distribution's target.");
        meter.CreateObservableGauge("aegir.tasks", () => Tasks(hub), description: "Tasks that wait and that run.");
    }

    public void WebhookDelivered(string host, string outcome) => webhooks.Add(1, new("host", host), new("outcome", outcome));

    public void DistributionChecked(string distribution, string outcome) => checks.Add(1, new("distribution", distribution), new("outcome", outcome));

    public void CronRun(CronOutcome outcome) => crons.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    private static IEnumerable<Measurement<long>> PerDistribution(AegirHub hub, Func<Distribution, long> value) =>
        hub.Distributions.Find().Select(distribution => new Measurement<long>(value(distribution), new KeyValuePair<string, object?>("distribution", distribution.Name)));

    private static IEnumerable<Measurement<long>> Tasks(AegirHub hub) =>
        new[] { AegirTaskStatus.Queued, AegirTaskStatus.Processing }.Select(status => new Measurement<long>(
            hub.Tasks.Find(new TaskFilter { Status = status }).Count, new KeyValuePair<string, object?>("status", status.ToString())));
}
