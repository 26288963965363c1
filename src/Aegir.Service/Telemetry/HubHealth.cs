using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aegir.Service.Telemetry;

/// <summary>Healthy is a service that can read its hub's store.</summary>
public sealed class HubHealth(AegirHub hub) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            hub.Tasks.Find(new TaskFilter { First = 1 });
            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception error)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("The hub's store cannot be read.", error));
        }
    }
}
