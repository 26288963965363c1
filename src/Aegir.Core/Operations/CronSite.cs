using Aegir.State;

namespace Aegir.Operations;

/// <summary>Runs a site's cron with drush (aegir-spec 5.4). What became of it is kept with the site, and of a site's runs the last only.</summary>
public sealed class CronSite(OperationServices services, Site site) : Operation
{
    public const string TaskType = "cron";

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => site.Name;

    public override IReadOnlyList<string> Resources => ["site:" + site.Name];

    public override IReadOnlyList<Step> Steps =>
    [
        new("cron", RunAsync),
        new("record", _ => Task.CompletedTask) { Commit = (session, taskId) => Record(session, taskId, null) },
    ];

    private async Task RunAsync(StepContext context)
    {
        try
        {
            var platform = services.Store.Read(session => session.Platforms.Get(site.Platform))!;
            var lead = (await services.Place(platform.Server).For(context).ReachAsync().ConfigureAwait(false)).Lead;
            await SiteDrush.Of(site, platform, lead).CronAsync(context.Log, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error)
        {
            services.Store.Write(session => Record(session, context.TaskId, error.Message));
            throw;
        }
    }

    private void Record(StateSession session, long taskId, string? error)
    {
        session.Sites.SetCron(site.Id, DateTimeOffset.UtcNow, error);
        session.Tasks.DeleteOlder(taskId, TaskType, site.Name);
    }
}
