using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Sites;

/// <summary>Cron of sites, spread over time (aegir-spec 5.1, 5.4).</summary>
public sealed class CronTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, 360, 1)]
    [InlineData(60, 60, 1)]
    [InlineData(200, 60, 4)]
    [InlineData(0, 86400, 0)]
    public void Sites_are_spread_over_an_hour(int total, int every, int items)
    {
        Assert.Equal((TimeSpan.FromSeconds(every), items), CronSchedule.Spread(total, TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData(60, 1, 1)]
    [InlineData(61, 1, 2)]
    [InlineData(200, 5, 17)]
    [InlineData(10, 5, 1)]
    [InlineData(12, 5, 1)]
    [InlineData(1000, 60, 1000)]
    public void A_call_takes_its_share(int total, int minutes, int share)
    {
        var sites = Sites(total);

        Assert.Equal(share, CronSchedule.Share(sites, TimeSpan.FromMinutes(minutes)));
        Assert.Equal(share, CronSchedule.Due(sites, Now, TimeSpan.FromMinutes(minutes)).Count);
    }

    [Fact]
    public void Calls_every_five_minutes_run_each_site_once_in_an_hour_and_then_again()
    {
        var sites = Sites(100);
        var runs = sites.ToDictionary(site => site.Name, _ => new List<int>());

        for (var call = 0; call < 24; call++)
        {
            var due = CronSchedule.Due(sites, Now.AddMinutes(5 * call), TimeSpan.FromMinutes(5));
            Assert.InRange(due.Count, 0, 9);
            foreach (var site in due)
                runs[site.Name].Add(call);
            // One of them always fails, and takes no other's turn.
            sites = [.. sites.Select(site => due.All(other => other.Name != site.Name) ? site
                : site with { LastCronTry = Now.AddMinutes(5 * call), LastCron = site.Name == "s000.test" ? null : Now.AddMinutes(5 * call) })];
        }

        Assert.All(runs, run => Assert.Equal(2, run.Value.Count));
        Assert.All(runs, run => Assert.True(run.Value[1] - run.Value[0] >= 12));
    }

    [Fact]
    public void Only_enabled_sites_with_an_interval_are_due_and_who_waited_longest_comes_first()
    {
        var old = new Site { Name = "old.test", Status = SiteStatus.Enabled, LastCron = Now.AddHours(-3) };
        List<Site> sites =
        [
            new() { Name = "fresh.test", Status = SiteStatus.Enabled, LastCron = Now.AddMinutes(-59) },
            new() { Name = "late.test", Status = SiteStatus.Enabled, LastCron = Now.AddHours(-2) },
            old,
            new() { Name = "failed.test", Status = SiteStatus.Enabled, LastCron = Now.AddHours(-9), LastCronTry = Now.AddMinutes(-5) },
            new() { Name = "new.test", Status = SiteStatus.Enabled },
            new() { Name = "never.test", Status = SiteStatus.Enabled, CronInterval = TimeSpan.Zero },
            new() { Name = "off.test", Status = SiteStatus.Disabled },
        ];

        Assert.Equal(["new.test", "old.test", "late.test"], CronSchedule.Due(sites, Now, TimeSpan.FromHours(1)).Select(site => site.Name));
    }

    [NeedsPhpTheory]
    [InlineData(10)]
    [InlineData(7)]
    public async Task A_run_is_recorded_and_a_failure_is_seen(int major)
    {
        using var bench = new SiteBench(major: major);
        await bench.InstallAsync("a.example.test");
        Assert.Equal(["a.example.test"], bench.Hub.Cron.Due(TimeSpan.FromMinutes(5)).Select(site => site.Name));

        var result = await bench.Hub.Cron.RunAsync("a.example.test", bench.Sink, default);

        Assert.Equal((CronOutcome.Done, null), (result.Outcome, result.Message));
        var ran = bench.Hub.Sites.Get("a.example.test");
        Assert.True(DateTimeOffset.UtcNow - ran.LastCron < TimeSpan.FromMinutes(1));
        Assert.Empty(bench.Hub.Cron.Due(TimeSpan.FromMinutes(5)));

        bench.Switch("STANDIN_FAIL_CRON", "1");
        result = await bench.Hub.Cron.RunAsync("a.example.test", bench.Sink, default);

        Assert.Equal(CronOutcome.Failed, result.Outcome);
        var failed = bench.Hub.Sites.Get("a.example.test");
        Assert.Equal(ran.LastCron, failed.LastCron);
        Assert.Contains("STANDIN_FAIL_CRON", failed.LastCronError);
        Assert.Equal(AegirTaskStatus.Error, Assert.Single(bench.Hub.Tasks.Find(new TaskFilter { Type = "cron" })).Status);

        File.Delete(bench.Docroot + "/.standin/STANDIN_FAIL_CRON");
        await bench.Hub.Cron.RunAsync("a.example.test", bench.Sink, default);
        Assert.Null(bench.Hub.Sites.Get("a.example.test").LastCronError);
        Assert.Single(bench.Hub.Tasks.Find(new TaskFilter { Type = "cron" }));
    }

    [NeedsPhpFact]
    public async Task A_site_that_a_task_holds_is_skipped()
    {
        using var bench = new SiteBench();
        await bench.InstallAsync("a.example.test");
        CronResult? meanwhile = null;
        bench.Sink.OnEvent = taskEvent =>
        {
            if (taskEvent.Step == "pack" && meanwhile is null)
                meanwhile = bench.Hub.Cron.RunAsync("a.example.test", new RecordingSink(), default).GetAwaiter().GetResult();
        };

        await bench.Hub.Sites.BackupAsync("a.example.test", new(), bench.Sink, default);

        Assert.Equal(CronOutcome.Skipped, meanwhile?.Outcome);
        Assert.Null(bench.Hub.Sites.Get("a.example.test").LastCronError);
    }

    [NeedsPhpFact]
    public async Task A_run_that_outlived_its_process_is_ended_before_the_site_is_worked_on_again()
    {
        using var bench = new SiteBench();
        await bench.InstallAsync("a.example.test");
        var drush = bench.Hub.Platforms.Get("base").Drush!;
        File.Delete(drush);
        File.WriteAllText(drush, "#!/bin/sh\nkill -9 $PPID\nexec sleep 600\n");
        File.SetUnixFileMode(drush, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (exitCode, output) = WorkerRun.Run(bench.HubFile, "cron", "a.example.test");
        Assert.True(exitCode == 137, output);
        Assert.NotEmpty(MarkedProcesses.Of(bench.HubFile));
        await bench.Hub.Sites.ChangeAsync("a.example.test", new SiteChange { Client = "somebody" }, bench.Sink, default);

        Assert.Empty(MarkedProcesses.Of(bench.HubFile));
        Assert.Equal(AegirTaskStatus.Interrupted, Assert.Single(bench.Hub.Tasks.Find(new TaskFilter { Type = "cron" })).Status);
    }

    private static List<Site> Sites(int count) =>
        [.. Enumerable.Range(0, count).Select(number => new Site { Name = $"s{number:000}.test", Status = SiteStatus.Enabled })];
}
