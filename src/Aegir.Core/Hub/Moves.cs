using Aegir.Distributions;
using Aegir.Operations;
using Aegir.Tasks;

namespace Aegir.Hub;

/// <summary>Sites on their way: to another platform or database server, to a new name, to a clone, back to what a backup holds.</summary>
public sealed class Moves(OperationServices services, TaskDesk tasks)
{
    /// <summary>What it would do and what stands in its way; both sides are read afresh and nothing is written.</summary>
    /// <exception cref="AegirException">SiteNotFound, SiteNotEnabled, PlatformNotFound, PlatformNotVerified, PlatformLocked, ServerNotFound,
    /// NothingToMove, SiteNameInvalid, AliasInvalid, SiteExists, SettingsUnreadable …</exception>
    public async Task<MovePlan> PlanAsync(MoveRequest request, CancellationToken cancellation) =>
        (await new MovePlanner(services).PlanAsync(request, cancellation).ConfigureAwait(false)).Plan;

    /// <summary>Does it. A site that cannot go, or that fails on the way and is as it was before, is told in the result; so is one that could not
    /// be put back yet.</summary>
    /// <exception cref="AegirException">What <see cref="PlanAsync"/> refuses; TargetBusy.</exception>
    public async Task<MoveResult> RunAsync(MoveRequest request, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RecoverAsync(sink).ConfigureAwait(false);
        return await new SiteMover(services, tasks.Runner, sink).RunAsync(request, cancellation).ConfigureAwait(false);
    }
}
