using Aegir.Distributions;
using Aegir.Operations;
using Aegir.Tasks;

namespace Aegir.Hub;

/// <summary>Upgrades: what they would do, doing them, and going back.</summary>
public sealed class Upgrades(OperationServices services, TaskDesk tasks)
{
    /// <summary>What an upgrade of the site would do and what stands in its way; both sides are read afresh and nothing is written.</summary>
    /// <param name="allowMissing">Enabled modules that the target may lack.</param>
    public async Task<UpgradePlan> PlanAsync(string site, IReadOnlyCollection<string> allowMissing, CancellationToken cancellation) =>
        (await new UpgradePlanner(services).PlanAsync(site, allowMissing, cancellation).ConfigureAwait(false)).Plan;

    /// <summary>
    /// Upgrades sites as they come, several at a time. Every result is also emitted as an Output event when it is there. A site that fails
    /// is as it was before and is told in its result, not by an exception.
    /// </summary>
    public Task<IReadOnlyList<UpgradeResult>> RunAsync(
        IAsyncEnumerable<string> sites, UpgradeOptions options, ITaskSink sink, CancellationToken cancellation) =>
        new UpgradeBatch(services, tasks, options, sink).RunAsync(sites, cancellation);

    /// <summary>Goes back to the side that the site's last upgrade left; what was written since goes into a backup.</summary>
    /// <exception cref="AegirException">NothingKept: the site was not upgraded, or too long ago.</exception>
    public Task<UpgradeResult> UndoAsync(string site, ITaskSink sink, CancellationToken cancellation) =>
        UndoUpgrade.RunAsync(services, tasks, site, sink, cancellation);
}
