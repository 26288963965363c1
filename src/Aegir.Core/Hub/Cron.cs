using System.Diagnostics;
using Aegir.Operations;

namespace Aegir.Hub;

/// <summary>Cron of the sites (aegir-spec 5.4).</summary>
public sealed class Cron(OperationServices services, TaskDesk tasks)
{
    /// <summary>The sites to run now, for a caller that comes every so often: their share of all that are due.</summary>
    public IReadOnlyList<Site> Due(TimeSpan every)
    {
        var sites = services.Store.Read(session => session.Sites.Find(new SiteFilter { Status = SiteStatus.Enabled }).ToList());
        return CronSchedule.Due(sites, DateTimeOffset.UtcNow, every);
    }

    /// <summary>Runs the cron of an enabled site. What goes wrong is told in the result, and kept with the site; one that another task works on is
    /// skipped.</summary>
    /// <exception cref="AegirException">SiteNotFound, SiteDisabled.</exception>
    public async Task<CronResult> RunAsync(string name, ITaskSink sink, CancellationToken cancellation)
    {
        var site = services.Store.Read(session => session.Sites.Get(Names.Domain(name))) ?? throw Missing.Site(name);
        SiteRules.RequireEnabled(site);
        var watch = Stopwatch.StartNew();
        var result = new CronResult { Site = site.Name };
        try
        {
            var report = await tasks.Runner.RunAsync(new CronSite(services, site), sink, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return result with
            {
                Outcome = report.Error is null ? CronOutcome.Done : CronOutcome.Failed,
                Message = report.Error?.Message,
                TaskId = report.TaskId,
                Duration = watch.Elapsed,
            };
        }
        catch (AegirException error) when (error.Id == "TargetBusy")
        {
            return result with { Outcome = CronOutcome.Skipped, Message = error.Message, Duration = watch.Elapsed };
        }
    }

    /// <summary>Puts right first what a killed process left; once before many runs.</summary>
    public Task RecoverAsync(ITaskSink sink) => tasks.RecoverAsync(sink);
}
