using System.Diagnostics;
using Aegir.Operations;
using Aegir.Operations.Moving;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>Takes one site back to the side its upgrade left.</summary>
public sealed class UpgradeUndoer(OperationServices services, TaskRunner runner, ITaskSink sink)
{
    public async Task<UpgradeResult> UndoAsync(KeptSide side, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var (move, back) = await UndoMove.WorkAsync(services, side, cancellation).ConfigureAwait(false);
        var result = new UpgradeResult { Site = move.Record.New.Site, From = move.Record.New.Platform, To = move.Record.Old.Platform };
        var report = await runner.RunAsync(new UndoMove(move, back, side.TaskId), sink, cancellation).ConfigureAwait(false);
        return SiteUpgrader.Outcome(result, report, back, services, UpgradeOutcome.Undone) with { Duration = watch.Elapsed };
    }
}
