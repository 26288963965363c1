using System.Globalization;
using Aegir.Operations;

namespace Aegir.Tasks;

/// <summary>
/// Upgrades the sites of a distribution to its target by its rules: within maintenance windows, canaries first, none after too many failures. When a window
/// ends no more sites are begun; the next one goes on where this one stopped. A site that failed is not tried again on the same target.
/// </summary>
public sealed class DistributionUpgrader(OperationServices services, TaskRunner runner, ITaskSink sink, TimeProvider time)
{
    private readonly object gate = new();
    private UpgradeProgress progress = new();

    /// <summary>Why no further site is upgraded now; null when all are.</summary>
    public string? Message { get; private set; }

    /// <summary>True where it may begin; otherwise <see cref="Message"/> tells why not.</summary>
    /// <param name="resume">Tries again what failed, and goes on where failures had stopped it.</param>
    public bool Prepare(Distribution distribution, bool resume)
    {
        var targetId = services.Store.Read(session => session.Distributions.TargetId(distribution.Id));
        progress = distribution.Updates.Progress is { } known && known.TargetId == targetId ? known : new UpgradeProgress { TargetId = targetId ?? 0 };
        if (resume)
            progress = progress with { Failed = [], Stopped = null };
        Message = targetId is null ? null
            : progress.Stopped is { } stopped ? $"No site is begun: {stopped} Mend it, then: Update-AegirDistribution '{distribution.Name}' -ResumeUpgrade"
            : Sites(distribution).Count == 0 ? Rest(distribution)
            : MaintenanceWindow.EndAt(distribution.Rules.Windows, time.GetUtcNow()) is null ? Waiting(distribution) : null;
        return targetId is not null && Message is null && Sites(distribution).Count > 0;
    }

    public async Task<IReadOnlyList<UpgradeResult>> RunAsync(Distribution distribution, CancellationToken cancellation)
    {
        var rules = distribution.Rules;
        var end = MaintenanceWindow.EndAt(rules.Windows, time.GetUtcNow());
        var options = new UpgradeOptions
        {
            ThrottleLimit = rules.ThrottleLimit,
            Canary = Math.Max(0, rules.Canary - progress.Upgraded),
            MaxFailure = Math.Max(0, rules.MaxFailure - progress.Failed.Count),
            AllowMissing = rules.AllowMissing,
            KeepFor = TimeSpan.FromDays(rules.KeepDays),
        };
        var upgrader = new SiteUpgrader(services, runner, options, sink);
        var results = await new UpgradeBatch(UpgradeAsync, options, sink).RunAsync(SitesAsync(), cancellation).ConfigureAwait(false);
        Message = progress.Stopped ?? (IsOver() ? Waiting(distribution) : Rest(distribution));
        return results;

        bool IsOver() => time.GetUtcNow() >= end;

        async IAsyncEnumerable<string> SitesAsync()
        {
            foreach (var site in Sites(distribution))
                if (!IsOver())
                    yield return site;
            await Task.CompletedTask.ConfigureAwait(false);
        }

        // It may have waited for its turn until the window was over.
        async Task<UpgradeResult> UpgradeAsync(string site, CancellationToken token)
        {
            if (IsOver())
                return new UpgradeResult { Site = site, Outcome = UpgradeOutcome.Skipped, Message = "The maintenance window ended before its turn." };
            var result = await upgrader.UpgradeAsync(site, token).ConfigureAwait(false);
            // Who stops us does not make it the site's fault.
            if (result.Outcome == UpgradeOutcome.Upgraded || (result.HasFailed && !token.IsCancellationRequested))
                Note(distribution, result);
            return result;
        }
    }

    private void Note(Distribution distribution, UpgradeResult result)
    {
        lock (gate)
        {
            var failed = result.HasFailed ? progress.Failed.Append(result.Site).ToList() : progress.Failed;
            progress = progress with
            {
                Upgraded = progress.Upgraded + (result.HasFailed ? 0 : 1),
                Failed = failed,
                Stopped = !result.HasFailed ? progress.Stopped
                    : progress.Upgraded < distribution.Rules.Canary ? $"The canary '{result.Site}' failed: {result.Message}"
                    : failed.Count > distribution.Rules.MaxFailure ? $"{failed.Count} sites failed, the last was '{result.Site}': {result.Message}"
                    : progress.Stopped,
            };
            services.Store.Write(session => session.Distributions.Remember(distribution.Id, state => state with { Progress = progress }));
        }
    }

    // A site is never taken back to an older core by itself.
    private List<string> Sites(Distribution distribution) => services.Store.Read(session => session.Sites
        .Find(new SiteFilter { Distribution = distribution.Name, Outdated = true, Status = SiteStatus.Enabled }).ToList())
        .Where(site => !progress.Failed.Contains(site.Name) && !IsNewer(site.CoreVersion, distribution.TargetVersion))
        .Select(site => site.Name).ToList();

    private static bool IsNewer(string? site, string? target) =>
        DrupalVersion.TryParse(site, out var present) && DrupalVersion.TryParse(target, out var wanted) && present > wanted;

    private string? Rest(Distribution distribution) => progress.Failed.Count == 0 ? null
        : $"{string.Join(", ", progress.Failed)} failed and will not be tried again on this target: Invoke-AegirUpgrade, or Update-AegirDistribution '{distribution.Name}' -ResumeUpgrade";

    private string Waiting(Distribution distribution) => distribution.Rules.Windows.Count == 0 ? "There is no maintenance window." : string.Create(CultureInfo.InvariantCulture,
        $"{Sites(distribution).Count} sites wait for the maintenance window that begins {distribution.Rules.Windows.Min(window => window.NextAfter(time.GetUtcNow())):yyyy-MM-dd HH:mm zzz}.");
}
