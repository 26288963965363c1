using System.Diagnostics;
using Aegir.Distributions;
using Aegir.Operations;
using Aegir.Operations.Moving;

namespace Aegir.Tasks;

/// <summary>Upgrades one site: plans afresh, then runs the operation. What goes wrong is in the result.</summary>
public sealed class SiteUpgrader(OperationServices services, TaskRunner runner, UpgradeOptions options, ITaskSink sink)
{
    private readonly UpgradePlanner planner = new(services, runner.TaskId);

    public async Task<UpgradeResult> UpgradeAsync(string site, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var result = new UpgradeResult { Site = site };
        try
        {
            sink.Emit(new TaskEvent(TaskEventKind.Progress, site, "plan", "planning", 0));
            var planned = await planner.PlanAsync(site, options.AllowMissing, cancellation).ConfigureAwait(false);
            result = result with { Site = planned.Site.Name, From = planned.Plan.From, To = planned.Plan.To };
            if (planned.Plan.State == UpgradeState.UpToDate)
                return result with { Outcome = UpgradeOutcome.UpToDate, Message = $"Already on {planned.Plan.To}.", Duration = watch.Elapsed };
            if (!planned.Plan.CanUpgrade)
                return result with { Outcome = UpgradeOutcome.Blocked, Message = string.Join('\n', planned.Plan.Blockers), Duration = watch.Elapsed };
            var work = Prepare(planned);
            var report = await runner.RunAsync(new MoveSite(work), sink, cancellation).ConfigureAwait(false);
            return Outcome(result, report, work, services) with { Duration = watch.Elapsed };
        }
        catch (OperationCanceledException)
        {
            return result with { Outcome = UpgradeOutcome.Skipped, Message = "The batch was stopped.", Duration = watch.Elapsed };
        }
        catch (AegirException error)
        {
            return result with { Outcome = UpgradeOutcome.Blocked, Message = $"{error.Message} {error.Action}", Duration = watch.Elapsed };
        }
        catch (Exception error)
        {
            // One site's surprise must not end the batch.
            sink.Emit(new TaskEvent(TaskEventKind.Debug, site, null, error.ToString(), Error: error));
            return result with
            {
                Outcome = UpgradeOutcome.Failed,
                Message = $"{error.Message} The next command puts right what is left to do.",
                Duration = watch.Elapsed,
            };
        }
    }

    /// <summary>How an upgrade or its undo ended, from what its task reported.</summary>
    internal static UpgradeResult Outcome(
        UpgradeResult result, TaskReport report, MoveWork work, OperationServices services, UpgradeOutcome good = UpgradeOutcome.Upgraded)
    {
        var committed = services.Store.Read(session => session.Sites.Get(work.Record.SiteId)) is { } site && MoveTypes.IsOn(site, work.Record.New);
        return result with
        {
            TaskId = report.TaskId,
            Outcome = committed ? good : report.IsOpen ? UpgradeOutcome.Failed : UpgradeOutcome.RolledBack,
            FailedStep = report.Error is null ? null : report.FailedStep,
            Message = report.Error switch
            {
                null => null,
                AegirException error => $"{error.Message} {error.Action}",
                OperationCanceledException => "It was stopped; what had been done was undone.",
                { } error => error.Message,
            },
            Downtime = (work.Opened ?? DateTimeOffset.UtcNow) - (work.Closed ?? work.Opened ?? DateTimeOffset.UtcNow),
        };
    }

    private MoveWork Prepare(PlannedUpgrade planned)
    {
        var move = planned.Move!;
        return MovePreparation.Make(services, new MoveOrder(MoveKind.Upgrade, planned.Site, move.Draft.Old, move.Draft.New, options.KeepFor)
        {
            Facts = move.Facts!,
            TargetCode = move.TargetCode!,
            Warnings = planned.Plan.Warnings,
        });
    }
}
