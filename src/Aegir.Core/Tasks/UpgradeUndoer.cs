using System.Diagnostics;
using Aegir.Operations;
using Aegir.Operations.Upgrading;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>Takes one site back to the side its upgrade left.</summary>
public sealed class UpgradeUndoer(OperationServices services, TaskRunner runner, ITaskSink sink)
{
    public async Task<UpgradeResult> UndoAsync(KeptSide side, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var work = await UndoUpgrade.WorkAsync(services, side, cancellation).ConfigureAwait(false);
        var result = new UpgradeResult { Site = work.Upgrade.Record.Site, From = work.Upgrade.Record.To, To = work.Upgrade.Record.From };
        var report = await runner.RunAsync(new UndoUpgrade(work.Upgrade, work.NewSide, side.TaskId), sink, cancellation).ConfigureAwait(false);
        return SiteUpgrader.Outcome(result, report, work.NewSide, services, UpgradeOutcome.Undone) with { Duration = watch.Elapsed };
    }
}
