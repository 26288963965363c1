namespace Aegir.Service.Work;

/// <summary>Which distributions are to be looked at: each at once and then every so often, and when a window opens in which it may upgrade sites.</summary>
public sealed class CheckClock(TimeSpan every)
{
    /// <summary>How often to look at this clock.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    private readonly Dictionary<long, DateTimeOffset> asked = [];

    public IReadOnlyList<Distribution> Due(IEnumerable<Distribution> distributions, DateTimeOffset now)
    {
        var due = distributions.Where(distribution => distribution.Source is not null && IsDue(distribution, now)).ToList();
        foreach (var distribution in due)
            asked[distribution.Id] = now;
        return due;
    }

    private bool IsDue(Distribution distribution, DateTimeOffset now) => !asked.TryGetValue(distribution.Id, out var last)
        || now - last >= every
        || (distribution.Policy == UpdatePolicy.Upgrade && distribution.Rules.Windows.Any(window => window.NextAfter(last) <= now));
}
