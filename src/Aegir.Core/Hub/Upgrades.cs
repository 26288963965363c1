using Aegir.Distributions;
using Aegir.Operations;
using Aegir.Operations.Moving;
using Aegir.State;
using Aegir.Tasks;

namespace Aegir.Hub;

/// <summary>Upgrades: what they would do, doing them, and going back.</summary>
public sealed class Upgrades(OperationServices services, TaskDesk tasks)
{
    /// <summary>What an upgrade of the site would do and what stands in its way; both sides are read afresh and nothing is written.</summary>
    /// <param name="allowMissing">Enabled modules that the target may lack.</param>
    /// <exception cref="AegirException">SiteNotFound.</exception>
    public async Task<UpgradePlan> PlanAsync(string site, IReadOnlyCollection<string> allowMissing, CancellationToken cancellation) =>
        (await new UpgradePlanner(services).PlanAsync(site, allowMissing, cancellation).ConfigureAwait(false)).Plan;

    /// <summary>
    /// Upgrades sites as they come, several at a time. Every result is also emitted as an Output event when it is there. A site that fails
    /// is as it was before and is told in its result, not by an exception; when cancelled, what is under way is undone first.
    /// </summary>
    public async Task<IReadOnlyList<UpgradeResult>> RunAsync(
        IAsyncEnumerable<string> sites, UpgradeOptions options, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RecoverAsync(sink).ConfigureAwait(false);
        var upgrader = new SiteUpgrader(services, tasks.Runner, options, sink);
        var results = await new UpgradeBatch(upgrader.UpgradeAsync, options, sink).RunAsync(sites, cancellation).ConfigureAwait(false);
        if (!cancellation.IsCancellationRequested)
            await ForgetExpiredAsync(sink, cancellation).ConfigureAwait(false);
        return results;
    }

    /// <summary>Upgrades one site, as a batch of its own.</summary>
    public async Task<UpgradeResult> RunOneAsync(string site, UpgradeOptions options, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RecoverAsync(sink).ConfigureAwait(false);
        return await new SiteUpgrader(services, tasks.Runner, options, sink).UpgradeAsync(site, cancellation).ConfigureAwait(false);
    }

    /// <summary>Goes back to the side that the site's last upgrade left; what was written since goes into a backup.</summary>
    /// <exception cref="AegirException">SiteNotFound; NothingKept: the site was not upgraded, or too long ago.</exception>
    public async Task<UpgradeResult> UndoAsync(string siteName, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RecoverAsync(sink).ConfigureAwait(false);
        var side = services.Store.Read(session => Kept(session, siteName));
        return await new UpgradeUndoer(services, tasks.Runner, sink).UndoAsync(side, cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives up the old sides whose time is over: databases and folders go. What fails is tried again the next time.</summary>
    public async Task ForgetExpiredAsync(ITaskSink sink, CancellationToken cancellation)
    {
        foreach (var side in services.Store.Read(session => session.KeptSides.Expired()))
        {
            try
            {
                await tasks.Runner.RunAsync(new ForgetOldSide(services, side), sink, cancellation).ConfigureAwait(false);
            }
            catch (AegirException error)
            {
                sink.Emit(new TaskEvent(TaskEventKind.Verbose, side.Directory, null, error.Message));
            }
        }
    }

    private static KeptSide Kept(StateSession session, string siteName)
    {
        var site = session.Sites.Get(Names.Domain(siteName)) ?? throw Missing.Site(siteName);
        return session.KeptSides.Newest(site.Id) ?? throw new AegirException(AegirErrorKind.NotFound, "NothingKept",
            $"There is no earlier side of '{site.Name}' to go back to.",
            "An upgrade keeps the old side for some days (-KeepDays); later, only its backup is left: Get-AegirBackup.");
    }
}
