using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Aegir.Distributions;
using Aegir.Drupal;
using Aegir.Operations;
using Aegir.Operations.Upgrading;

namespace Aegir.Tasks;

/// <summary>Upgrades one site: plans afresh, then runs the operation. What goes wrong is in the result.</summary>
public sealed class SiteUpgrader(OperationServices services, TaskRunner runner, UpgradeOptions options, ITaskSink sink)
{
    private readonly UpgradePlanner planner = new(services);

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
            var report = await runner.RunAsync(new UpgradeSite(work), sink, cancellation).ConfigureAwait(false);
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
        UpgradeResult result, TaskReport report, UpgradeWork work, OperationServices services, UpgradeOutcome good = UpgradeOutcome.Upgraded)
    {
        var committed = services.Store.Read(session => session.Sites.Get(work.Record.SiteId))?.Platform == result.To;
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

    private UpgradeWork Prepare(PlannedUpgrade planned)
    {
        var (site, from, to, facts) = (planned.Site, planned.From!, planned.To!, planned.Facts!);
        var mark = RandomNumberGenerator.GetHexString(12, lowercase: true);
        var backups = services.BackupFolder;
        var record = new UpgradeRecord
        {
            SiteId = site.Id,
            Site = site.Name,
            Server = site.Server,
            Directory = site.Directory,
            FromId = from.Id,
            From = from.Name,
            FromDocroot = from.Path,
            FromMajor = from.CoreMajor,
            OldFolderMode = Convert.ToString(facts.Folder.Mode, 8).PadLeft(4, '0'),
            ToId = to.Id,
            To = to.Name,
            ToDocroot = to.Path,
            ToMajor = DrupalVersion.TryParse(planned.TargetCode!.CoreVersion, out var version) ? version.CoreMajor : to.CoreMajor,
            Drush = planned.TargetCode.Drush ?? planned.Server!.Drush!,
            DatabaseType = facts.Database.Type,
            OldDatabase = facts.Database.Type == DatabaseType.Sqlite ? facts.Database.Path! : facts.Database.Name,
            OldUser = facts.Database.User ?? "",
            OldDatabaseIsOwn = facts.Database.Prefix.Length == 0 && IsAlone(planned),
            ConfigFrom = Outside(facts)?.Path,
            ConfigTo = Outside(facts) is { } sync ? $"{to.Path}/{sync.Written}" : null,
            Mark = mark,
            BackupWork = $"{backups}/.{site.Name}-{mark}",
            BackupArchive = UpgradeRecord.ArchivePath(backups, site.Name,
                services.Store.Read(session => session.Backups.OfSite(site.Id).Select(backup => backup.Path).ToHashSet())),
            KeepUntil = DateTimeOffset.UtcNow + options.KeepFor,
        };
        return new UpgradeWork(services, record) { TargetCode = planned.TargetCode, Warnings = planned.Plan.Warnings };
    }

    private static ConfigSync? Outside(SiteFacts facts) =>
        facts.ConfigSync is { Exists: true, InsideSite: false } sync && !sync.Written.StartsWith('/') ? sync : null;

    // Two sites of a hub may have been set up on one database; then it is nobody's to drop.
    private bool IsAlone(PlannedUpgrade planned) => !services.Store.Read(session => session.Sites.Find(new SiteFilter())
        .Any(other => other.Id != planned.Site.Id && other.DatabaseType == planned.Facts!.Database.Type
            && other.DatabaseType != DatabaseType.Sqlite && other.DatabaseName == planned.Facts.Database.Name));
}
