namespace Aegir;

/// <summary>Spreads the cron runs of many sites evenly over the time that each is due in (aegir-spec 5.1, 5.4).</summary>
public static class CronSchedule
{
    /// <summary>How often to look, and how many to run each time, so that all are run once in an interval: at most once a minute.</summary>
    public static (TimeSpan Every, int Items) Spread(int total, TimeSpan interval)
    {
        if (total == 0)
            return (TimeSpan.FromDays(1), 0);
        var every = Math.Max(60, interval.TotalSeconds / total);
        return (TimeSpan.FromSeconds(every), (int)Math.Ceiling(total * every / interval.TotalSeconds));
    }

    /// <summary>How many of the sites a call may run that comes every so often.</summary>
    public static int Share(IEnumerable<Site> sites, TimeSpan every) =>
        (int)Math.Ceiling(Math.Round(sites.Where(HasCron).Sum(site => every / site.CronInterval), 9));

    /// <summary>The sites to run now: enabled, with their interval over since they were last tried, the one that waited longest first. A site that
    /// fails waits as long as one that does not, and so takes no turn of another.</summary>
    public static IReadOnlyList<Site> Due(IReadOnlyCollection<Site> sites, DateTimeOffset now, TimeSpan every) => sites
        .Where(site => HasCron(site) && (Tried(site) is not { } tried || now - tried >= site.CronInterval))
        .OrderBy(site => Tried(site) ?? DateTimeOffset.MinValue).ThenBy(site => site.Name, StringComparer.Ordinal)
        .Take(Share(sites, every)).ToList();

    private static bool HasCron(Site site) => site.Status == SiteStatus.Enabled && site.CronInterval > TimeSpan.Zero;

    private static DateTimeOffset? Tried(Site site) => site.LastCronTry ?? site.LastCron;
}
