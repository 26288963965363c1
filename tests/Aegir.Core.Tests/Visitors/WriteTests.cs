using Aegir.Tests.Components;

namespace Aegir.Tests.Visitors;

/// <summary>A crowd comments on a site and uploads to it as fast as it answers, before, during and after an operation: nothing that was answered with success
/// is lost, and all that visitors see but the site is 503 with Retry-After. Once each; 20 times with AEGIR_TEST_THOROUGH=1.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class WriteTests(MariaDbServer server) : IDisposable
{
    private static readonly int Runs = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1" ? 20 : 1;

    private readonly VisitedSites sites = new(server);

    public void Dispose() => sites.Dispose();

    [NeedsVisitorsFact]
    public Task An_upgrade() => RunAsync("upgrade", async (site, crowd) =>
    {
        crowd.Visit(site);
        await crowd.AcceptAsync(20);
        var result = await sites.Test.UpgradeAsync(site);
        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{sites.Test.Sink}");
        await crowd.AcceptAsync(20);
        await crowd.DisposeAsync();

        AssertServedOrShut(crowd.Visits);
        AssertAllIn(sites.Of(site), crowd.Visits);
        Assert.Empty(sites.Left(site).Except(sites.Of(site)));
        return Outage.In(crowd.Visits);
    });

    [NeedsVisitorsFact]
    public Task A_clone() => RunAsync("clone", async (site, crowd) =>
    {
        crowd.Visit(site);
        await crowd.AcceptAsync(20);
        AssertDone(await sites.Hub.Moves.RunAsync(new MoveRequest(MoveKind.Clone, site) { NewName = "new-" + site, Platform = "new" }, sites.Test.Sink, default));
        await crowd.AcceptAsync(20);
        await crowd.DisposeAsync();

        // The original never shuts, and its copy holds nothing that it does not: what it had at one moment.
        Assert.All(crowd.Visits, visit => Assert.True(visit.IsServed, visit.ToString()));
        AssertAllIn(sites.Of(site), crowd.Visits);
        var copied = sites.Of("new-" + site).Where(written => !written.StartsWith("file-", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(copied);
        Assert.Empty(copied.Except(sites.Of(site)));
        return Outage.In(crowd.Visits);
    });

    [NeedsVisitorsFact]
    public Task A_rename() => RunAsync("rename", async (site, crowd) =>
    {
        var renamed = "new-" + site;
        crowd.Visit(site);
        crowd.Visit(renamed);
        await crowd.AcceptAsync(20);
        AssertDone(await sites.Hub.Moves.RunAsync(new MoveRequest(MoveKind.Rename, site) { NewName = renamed }, sites.Test.Sink, default));
        await crowd.AcceptAsync(20);
        await crowd.DisposeAsync();

        var (before, after) = (crowd.Visits.Where(visit => visit.Host == site).ToList(), crowd.Visits.Where(visit => visit.Host == renamed).ToList());
        // Nobody has the new name at first, and nobody the old one in the end; the new one is served before the old one is given up.
        AssertInTurn(before, 200, 503, 404);
        AssertInTurn(after, 404, 503, 200);
        Assert.True(after.First(visit => visit.IsServed).Began < before.First(visit => visit.Status == 404).Ended, "Neither name was served, and none was said to be shut.");
        AssertServedOrShut(crowd.Visits.Where(visit => visit.Status != 404));
        AssertAllIn(sites.Of(renamed), crowd.Visits);
        Assert.Empty(sites.Left(renamed).Except(sites.Of(renamed)));
        return Outage.In(crowd.Visits);
    });

    [NeedsVisitorsFact]
    public Task A_restore() => RunAsync("restore", async (site, crowd) =>
    {
        crowd.Visit(site);
        await crowd.AcceptAsync(20);
        var backup = await sites.Hub.Sites.BackupAsync(site, new BackupOptions(), sites.Test.Sink, default);
        await crowd.AcceptAsync(20);
        AssertDone(await sites.Hub.Moves.RunAsync(new MoveRequest(MoveKind.Restore, site) { Backup = $"{backup.Id}" }, sites.Test.Sink, default));
        await crowd.AcceptAsync(20);
        await crowd.DisposeAsync();

        AssertServedOrShut(crowd.Visits);
        var (now, left) = (sites.Of(site), sites.Left(site));
        // What came before the restore is in the side that is kept, and in the site as far as the backup has it; what came after it is in the site alone.
        var shut = crowd.Visits.Where(visit => visit.Status == 503).ToList();
        var after = crowd.Visits.Where(visit => visit.Began > shut.Max(refused => refused.Ended)).ToList();
        AssertAllIn(left, crowd.Visits.Where(visit => visit.Began < shut.Min(refused => refused.Began)));
        AssertAllIn(now, after);
        AssertAllIn([.. left.Union(now)], crowd.Visits);
        Assert.NotEmpty(left.Except(now));
        Assert.NotEmpty(now.Intersect(left));
        Assert.Empty(left.Intersect(after.Select(visit => visit.Comment)));
        return Outage.In(crowd.Visits);
    });

    [NeedsVisitorsFact]
    public async Task A_restore_that_php_does_not_see_in_time_is_undone()
    {
        var site = await sites.AddAsync("late.v.example.test");
        File.WriteAllText(sites.Hub.Platforms.Get("old").Path + "/.user.ini", "opcache.revalidate_freq=300\n");
        await using var crowd = new Crowd(sites.Visitor);
        crowd.Visit(site);
        await crowd.AcceptAsync(20);
        var backup = await sites.Hub.Sites.BackupAsync(site, new BackupOptions(), sites.Test.Sink, default);
        await crowd.AcceptAsync(20);

        var result = await sites.Hub.Moves.RunAsync(new MoveRequest(MoveKind.Restore, site) { Backup = $"{backup.Id}" }, sites.Test.Sink, default);

        Assert.Equal(MoveOutcome.RolledBack, result.Outcome);
        Assert.Contains("settings of before", result.Message);
        await crowd.AcceptAsync(20);
        await crowd.DisposeAsync();
        AssertServedOrShut(crowd.Visits);
        AssertAllIn(sites.Of(site), crowd.Visits);
    }

    [NeedsRealDrupalFact]
    public async Task An_upgrade_of_real_Drupal()
    {
        using var real = new VisitedSites(server, isReal: true);
        var site = await real.AddAsync("real.v.example.test");
        await using var crowd = new Crowd(real.Visitor);
        // Drupal fails one of two who come to empty caches at once.
        real.Visitor.Get(site, "/nothing");
        crowd.Stray(site);
        await crowd.AcceptAsync(20);
        var result = await real.Test.UpgradeAsync(site);
        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{real.Test.Sink}");
        await crowd.AcceptAsync(20);
        await crowd.DisposeAsync();

        Assert.All(crowd.Visits, visit => Assert.True(visit.IsServed || visit is { Status: 503, HasRetryAfter: true }, visit.ToString()));
        AssertAllIn(real.Missed(site), crowd.Visits);
        Outage.Show("upgrade of Drupal", [Outage.In(crowd.Visits)]);
    }

    private async Task RunAsync(string name, Func<string, Crowd, Task<Outage>> run)
    {
        var outages = new List<Outage>();
        for (var number = 0; number < Runs; number++)
        {
            var site = await sites.AddAsync($"{name[..2]}{number}.v.example.test");
            await using var crowd = new Crowd(sites.Visitor);
            outages.Add(await run(site, crowd));
            // A long run need not come to its end to be of use.
            Outage.Show(name, outages);
        }
    }

    private static void AssertDone(MoveResult result) => Assert.True(result.Outcome == MoveOutcome.Done && result.FailedStep is null, $"{result.FailedStep}: {result.Message}");

    private static void AssertServedOrShut(IEnumerable<Visit> visits) => Assert.All(visits, visit =>
    {
        Assert.True(visit.IsServed || visit is { Status: 503, HasRetryAfter: true }, visit.ToString());
        Assert.False(visit.IsServed && visit.Body.Contains("install", StringComparison.OrdinalIgnoreCase), visit.Body);
        if (visit is { IsServed: true, Comment: null })
            Assert.Contains("First page of", visit.Body);
    });

    private static void AssertInTurn(List<Visit> visits, params int[] statuses)
    {
        var seen = visits.OrderBy(visit => visit.Ended).Select(visit => visit.Status).ToList();
        Assert.All(visits, visit => Assert.True(statuses.Contains(visit.Status), visit.ToString()));
        Assert.Equal(statuses, seen.Distinct());
    }

    // Each once.
    private static void AssertAllIn(IReadOnlyList<string> written, IEnumerable<Visit> visits)
    {
        var accepted = visits.Where(visit => visit is { IsServed: true, Comment: not null }).Select(visit => visit.Comment!).ToList();
        var lost = accepted.Except(written).ToList();
        Assert.True(lost.Count == 0, $"{lost.Count} of {accepted.Count} are lost: {string.Join(' ', lost)}");
        Assert.Equal(written.Distinct().Count(), written.Count);
    }
}

public sealed class NeedsVisitorsFactAttribute() : NeedsFactAttribute([.. MariaDbServer.Needs, .. NginxServer.Needs, "flock"]);
