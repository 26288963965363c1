using System.Diagnostics;
using Aegir.Distributions;
using Aegir.Operations;
using Aegir.Operations.Moving;

namespace Aegir.Tasks;

/// <summary>Moves, renames, clones or restores one site: plans afresh, then runs the operation. What goes wrong on the way is in the result.</summary>
public sealed class SiteMover(OperationServices services, TaskRunner runner, ITaskSink sink)
{
    /// <exception cref="AegirException">What the plan refuses.</exception>
    public async Task<MoveResult> RunAsync(MoveRequest request, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        sink.Emit(new TaskEvent(TaskEventKind.Progress, request.Site, "plan", "planning", 0));
        var planned = await new MovePlanner(services).PlanAsync(request, cancellation).ConfigureAwait(false);
        var plan = planned.Plan;
        var result = new MoveResult
        {
            Kind = plan.Kind,
            Site = plan.Site,
            OldName = plan.Site,
            From = plan.From,
            To = plan.To,
            Server = plan.ToServer,
            DatabaseServer = plan.DatabaseServer,
        };
        if (!plan.CanMove)
            return result with
            {
                Outcome = MoveOutcome.Blocked,
                Message = string.Join('\n', plan.Blockers),
                Action = "Mend what is named, and try again.",
                Duration = watch.Elapsed,
            };
        var work = MovePreparation.Make(services, new MoveOrder(plan.Kind, planned.Draft.Site, planned.Draft.Old, planned.Draft.New, request.KeepFor)
        {
            Facts = planned.Facts!,
            TargetCode = planned.TargetCode!,
            Warnings = plan.Warnings,
            Restored = planned.Draft.Restored,
            Displaced = planned.Draft.Displaced,
        });
        var report = await runner.RunAsync(MoveTypes.Operation(plan.Kind, work), sink, cancellation).ConfigureAwait(false);
        return Outcome(result, report, work) with { Duration = watch.Elapsed };
    }

    private MoveResult Outcome(MoveResult result, TaskReport report, MoveWork work)
    {
        var record = work.Record;
        var isClone = record.Kind == MoveKind.Clone;
        var isDone = services.Store.Read(session => isClone
            ? session.Sites.Get(record.New.Site) is not null : session.KeptSides.OfSite(record.SiteId).Any(side => side.TaskId == report.TaskId));
        return result with
        {
            TaskId = report.TaskId,
            Site = isDone ? record.New.Site : record.Old.Site,
            Database = isDone ? record.New.Database : null,
            Outcome = isDone ? MoveOutcome.Done : report.IsOpen ? MoveOutcome.Failed : MoveOutcome.RolledBack,
            FailedStep = report.Error is null ? null : report.FailedStep,
            Message = report.Error is OperationCanceledException ? "It was stopped; what had been done was undone." : report.Error?.Message,
            Action = report.Error is AegirException error ? error.Action : null,
            Backup = isClone || !isDone ? null : record.Backup.Archive,
            KeptUntil = isClone || !isDone ? null : record.KeepUntil,
            Downtime = (work.Opened ?? DateTimeOffset.UtcNow) - (work.Closed ?? work.Opened ?? DateTimeOffset.UtcNow),
        };
    }
}
