using System.Diagnostics;
using Aegir.Building.Sources;
using Aegir.Operations;
using Aegir.Operations.Builds;
using Aegir.Tasks;

namespace Aegir.Hub;

/// <summary>What an update would do.</summary>
/// <param name="Outcome">How it would end without building anything; null where it would build.</param>
public sealed record UpdatePlan(UpdateCheck Check, UpdatePolicy Policy, UpdateOutcome? Outcome, string? Message, IReadOnlyList<PlannedFetch> Fetches);

/// <summary>Brings distributions up to date: looks, builds what is new, and upgrades sites, as far as the policy goes.</summary>
internal sealed class DistributionUpdates(OperationServices services, TaskDesk tasks, DistributionChecks checks, Upgrades upgrades)
{
    // A source that never stands still is left to the next call.
    private const int Rounds = 8;

    public async Task<UpdateResult> UpdateAsync(long id, string name, UpdateOptions options, ITaskSink sink, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await tasks.RecoverAsync(sink).ConfigureAwait(false);
        var result = await BuildAsync(id, name, options, sink, cancellation).ConfigureAwait(false);
        var distribution = Existing(id, name);
        if (!options.CheckOnly && (options.Policy ?? distribution.Policy) == UpdatePolicy.Upgrade)
            result = await UpgradeAsync(distribution, result, options, sink, cancellation).ConfigureAwait(false);
        return result with { Duration = watch.Elapsed };
    }

    /// <summary>What <see cref="UpdateAsync"/> would build now; leaves nothing behind.</summary>
    public async Task<UpdatePlan> PlanAsync(Distribution distribution, UpdateOptions options, CancellationToken cancellation)
    {
        var check = await checks.PeekAsync(distribution, cancellation).ConfigureAwait(false);
        var policy = options.CheckOnly ? UpdatePolicy.Check : options.Policy ?? distribution.Policy;
        if (Verdict(check, policy, options.Force) is { } verdict)
            return new UpdatePlan(check, policy, verdict.Outcome, verdict.Message, []);
        return new UpdatePlan(check, policy, null, null,
            await BuildShop.PlanAsync(services, Request(distribution, check), cancellation).ConfigureAwait(false));
    }

    // What moves while it is being built is built next: after a build the source is looked at again, as long as there is something new.
    private async Task<UpdateResult> BuildAsync(long id, string name, UpdateOptions options, ITaskSink sink, CancellationToken cancellation)
    {
        UpdateResult? last = null;
        for (var round = 0; round < Rounds; round++)
        {
            var distribution = Existing(id, name);
            var policy = options.CheckOnly ? UpdatePolicy.Check : options.Policy ?? distribution.Policy;
            UpdateCheck check;
            try
            {
                check = await checks.CheckAsync(distribution, sink, cancellation).ConfigureAwait(false);
            }
            catch (AegirException) when (last is not null)
            {
                return last;
            }
            if (last is { Outcome: UpdateOutcome.Failed } && last.Signature == check.Signature)
                return last;
            var result = new UpdateResult { Distribution = distribution.Name, Version = check.Label, Signature = check.Signature, Platform = last?.Platform };
            if (Verdict(check, policy, options.Force && round == 0) is { } verdict)
                return last ?? result with { Outcome = verdict.Outcome, Message = verdict.Message };
            last = await OneAsync(distribution, check, policy, options, result, sink, cancellation).ConfigureAwait(false);
            if (last.Outcome == UpdateOutcome.InProgress)
                return last;
        }
        return last!;
    }

    // Null where there is something to build.
    private static (UpdateOutcome Outcome, string? Message)? Verdict(UpdateCheck check, UpdatePolicy policy, bool force) => check switch
    {
        { Signature: null } => (UpdateOutcome.NoSource, "It has no source: Set-AegirDistribution gives it one."),
        { HasMoved: false } when !force => (UpdateOutcome.Unchanged, null),
        _ when policy == UpdatePolicy.Check => (check.HasMoved ? UpdateOutcome.Moved : UpdateOutcome.Unchanged, check.FailedBefore),
        { FailedBefore: { } why } when !force => (UpdateOutcome.FailedBefore, $"{why} It was not tried again; -Force does."),
        { IsOlder: true } when !force => (UpdateOutcome.Older, $"The source has gone back to {check.Label}; -Force builds it all the same."),
        _ => null,
    };

    private async Task<UpdateResult> OneAsync(
        Distribution distribution, UpdateCheck check, UpdatePolicy policy, UpdateOptions options, UpdateResult result, ITaskSink sink, CancellationToken cancellation)
    {
        UpdateDistribution operation;
        TaskReport report;
        try
        {
            operation = Operation(distribution, check, policy, options);
            report = await tasks.Runner.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "TargetBusy")
        {
            // Whoever builds looks again when that is done.
            return result with { Outcome = UpdateOutcome.InProgress, Message = error.Message };
        }
        catch (AegirException error)
        {
            return Failed(distribution, check, result, error);
        }
        result = result with { TaskId = report.TaskId };
        cancellation.ThrowIfCancellationRequested();
        if (report.Error is { } failure && !operation.IsDone)
            return Failed(distribution, check, result, failure);
        return result with
        {
            Platform = operation.Platform,
            Outcome = operation.IsTarget ? UpdateOutcome.Targeted : UpdateOutcome.Built,
            Message = operation.WhyNotTarget is { } why ? $"It is not the target: {why}." : report.Error?.Message,
        };
    }

    private UpdateDistribution Operation(Distribution distribution, UpdateCheck check, UpdatePolicy policy, UpdateOptions options)
    {
        var record = new UpdateRecord
        {
            DistributionId = distribution.Id,
            Distribution = distribution.Name,
            Signature = check.Signature!,
            Version = check.Version,
            MakesTarget = policy >= UpdatePolicy.Target,
            Force = options.Force,
            TargetId = services.Store.Read(session => session.Distributions.TargetId(distribution.Id)),
        };
        return UpdateDistribution.Create(services, record, Request(distribution, check));
    }

    private BuildRequest Request(Distribution distribution, UpdateCheck check) => new(distribution.PlatformName, check.Source!)
    {
        Server = distribution.Server,
        Distribution = distribution.Name,
        ReleaseFeed = checks.ReleaseFeed,
    };

    // What no second try would mend is not tried again until the source moves.
    private UpdateResult Failed(Distribution distribution, UpdateCheck check, UpdateResult result, Exception error)
    {
        var message = error is AegirException known ? $"{known.Message} {known.Action}" : error.Message;
        var mayPass = error is AegirException { Kind: AegirErrorKind.Unavailable or AegirErrorKind.Busy };
        services.Store.Write(session => session.Distributions.Remember(distribution.Id, state => state with
        {
            Failures = !mayPass ? DistributionChecks.Tries : state.FailedSignature == check.Signature ? state.Failures + 1 : 1,
            FailedSignature = check.Signature,
            FailedMessage = message,
        }));
        return result with { Outcome = UpdateOutcome.Failed, Message = message };
    }

    private async Task<UpdateResult> UpgradeAsync(Distribution distribution, UpdateResult result, UpdateOptions options, ITaskSink sink, CancellationToken cancellation)
    {
        var upgrader = new DistributionUpgrader(services, tasks.Runner, sink, options.Time);
        if (!upgrader.Prepare(distribution, options.ResumeUpgrades))
            return result with { UpgradeMessage = upgrader.Message };
        IReadOnlyList<UpgradeResult> results = [];
        try
        {
            await tasks.Runner.RunAsync(new UpgradeSites(distribution, async context =>
            {
                await services.Reloads.BatchAsync(sink, async () => results = await upgrader.RunAsync(distribution, context.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);
                foreach (var site in results)
                    context.Log(site.HasFailed ? TaskLogLevel.Warning : TaskLogLevel.Info, $"{site} {site.Message}");
                return results.Any(site => site.Outcome == UpgradeOutcome.Upgraded || site.HasFailed);
            }), sink, cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "TargetBusy")
        {
            return result with { UpgradeMessage = $"Sites are being upgraded already. {error.Message}" };
        }
        cancellation.ThrowIfCancellationRequested();
        await upgrades.ForgetExpiredAsync(sink, cancellation).ConfigureAwait(false);
        return result with { Upgrades = results, UpgradeMessage = upgrader.Message };
    }

    private Distribution Existing(long id, string name) =>
        services.Store.Read(session => session.Distributions.Get(id)) ?? throw Missing.Distribution(name);
}
