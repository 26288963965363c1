using Aegir.Service.Work;

namespace Aegir.Service.Tests;

/// <summary>Which distributions are due, by a clock of the test's own.</summary>
public sealed class CheckClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly CheckClock clock = new(TimeSpan.FromHours(6));

    [Fact]
    public void Each_is_due_at_once_and_then_every_so_often()
    {
        var distributions = new[] { Follows(1, UpdatePolicy.Target), new Distribution { Id = 2 } };

        Assert.Equal([1L], clock.Due(distributions, Noon).Select(due => due.Id));
        Assert.Empty(clock.Due(distributions, Noon.AddHours(5.9)));
        Assert.Equal([1L, 3L], clock.Due([.. distributions, Follows(3, UpdatePolicy.Check)], Noon.AddHours(6)).Select(due => due.Id));
        Assert.Empty(clock.Due(distributions, Noon.AddHours(6)));
    }

    [Fact]
    public void One_that_upgrades_sites_is_due_when_its_window_opens()
    {
        var rules = new UpgradeRules { Windows = [MaintenanceWindow.Parse("* 14:30-15:00 UTC")] };
        Distribution[] distributions = [Follows(1, UpdatePolicy.Upgrade) with { Rules = rules }, Follows(2, UpdatePolicy.Target) with { Rules = rules }];
        clock.Due(distributions, Noon);

        Assert.Empty(clock.Due(distributions, Noon.AddHours(2.4)));
        Assert.Equal([1L], clock.Due(distributions, Noon.AddHours(2.5)).Select(due => due.Id));
        Assert.Empty(clock.Due(distributions, Noon.AddHours(2.6)));
    }

    private static Distribution Follows(long id, UpdatePolicy policy) => new() { Id = id, Source = new GitUpdates("/srv/repository", "main"), Policy = policy };
}
