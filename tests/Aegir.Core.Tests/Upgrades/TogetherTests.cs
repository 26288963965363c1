using System.Collections.Concurrent;
using System.Net;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Upgrades;

/// <summary>Many at once: processes, sites, visitors.</summary>
[Collection(MariaDbTests.Name)]
public sealed class TogetherTests(MariaDbServer server)
{
    private const string Site = "one.example.test";

    [NeedsPhpFact]
    public async Task Of_two_processes_one_does_it_and_the_other_is_told_who()
    {
        using var trial = await Trial.MakeAsync(Site);
        trial.Switch("STANDIN_SLEEP_UPDATEDB", "3");
        var marks = Directory.CreateDirectory(trial.Pair.Folder.At("marks")).FullName;
        trial.Switch("STANDIN_MARK", marks);

        var first = Task.Run(() => WorkerRun.Run(trial.Test.HubFile, "upgrade", Site));
        await UntilAsync(() => File.Exists(marks + "/UPDATEDB"));
        var second = WorkerRun.Run(trial.Test.HubFile, "upgrade", Site);

        Assert.Contains("Blocked", second.Output);
        Assert.Matches($"task \\d+, run by process \\d+ on {Environment.MachineName}", second.Output);
        Assert.Contains("Upgraded", (await first).Output);
        trial.AssertWhole(Site, "new");
    }

    [NeedsPhpFact]
    public async Task A_platform_may_be_verified_meanwhile()
    {
        using var trial = await Trial.MakeAsync(Site);

        var upgrade = trial.Test.UpgradeAsync(Site);
        while (!upgrade.IsCompleted)
            await trial.Hub.Platforms.VerifyAsync("new", new RecordingSink(), default);

        Assert.Equal(UpgradeOutcome.Upgraded, (await upgrade).Outcome);
        trial.AssertWhole(Site, "new");
    }

    [NeedsMariaDbFact]
    public async Task Eight_sites_four_at_a_time_whose_databases_want_one_name()
    {
        var sites = new[] { "org", "com", "net", "info", "biz", "edu", "dev", "app" }.Select(end => "my-very-long-site.example." + end).ToArray();
        using var trial = await Trial.MakeAsync([], server, prepare: pair =>
        {
            foreach (var (site, index) in sites.Select((site, index) => (site, index)))
            {
                var name = $"long{index}";
                server.Query($"CREATE USER {name}@localhost IDENTIFIED BY 'p', {name}@'127.0.0.1' IDENTIFIED BY 'p';"
                    + $"CREATE DATABASE {name}; GRANT ALL ON {name}.* TO {name}@localhost; GRANT ALL ON {name}.* TO {name}@'127.0.0.1';");
                pair.Install(site, $"mysql://{name}:p@127.0.0.1:{server.Port}/{name}");
            }
        });
        try
        {
            var results = await trial.Test.UpgradeAsync(sites, new UpgradeOptions { ThrottleLimit = 4 });

            Assert.All(results, result => Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Site}: {result.Message}"));
            Assert.Equal(8, DatabaseList.Of(server, "myvery").Databases.Count);
            using var visitor = new WebVisitor(trial.Pair.NewDocroot);
            Assert.All(sites, site => Assert.Contains("Title of " + site, visitor.Get(site).Body));
        }
        finally
        {
            for (var index = 0; index < sites.Length; index++)
                server.Query($"DROP DATABASE long{index}; DROP USER long{index}@localhost, long{index}@'127.0.0.1';");
            foreach (var name in DatabaseList.Of(server, "myvery").Databases)
                server.Query($"DROP DATABASE {name}; DROP USER IF EXISTS {name}@localhost, {name}@'127.0.0.1';");
        }
    }

    [NeedsMariaDbTheory]
    [InlineData("sqlite", "Upgraded")]
    [InlineData("mariadb", "Upgraded")]
    [InlineData("sqlite", "RolledBack")]
    public async Task Visitors_see_the_site_or_503_and_no_comment_is_lost(string database, string outcome)
    {
        const string site = "busy.example.test";
        using var trial = await Trial.MakeAsync([site], database == "mariadb" ? server : null, modules: ["faulty"]);
        trial.Switch("STANDIN_FAULT", outcome == "Upgraded" ? "none" : "throw");
        trial.Switch("STANDIN_SLEEP_UPDATEDB", "1");
        // These visitors' server goes by what it has cached for a while, as most do.
        trial.Test.Hub.Servers.Set(Server.MasterName, master => master with { OpcacheSeconds = 2 });
        var seen = new ConcurrentQueue<HttpStatusCode>();
        var accepted = new ConcurrentBag<string>();
        var done = false;
        var visitors = Enumerable.Range(0, 3).Select(number => Task.Run(() =>
        {
            using var visitor = new WebVisitor(trial.Pair.OldDocroot, cachesCode: true);
            for (var i = 0; !Volatile.Read(ref done); i++)
            {
                var body = $"comment {number}.{i}.";
                var (status, _) = number == 0 ? visitor.Get(site) : visitor.Send(site, HttpMethod.Post, number == 2 ? "/comment/new?sleep=0.7" : "/comment/new",
                    new Dictionary<string, string> { ["body"] = body });
                seen.Enqueue(status);
                if (number > 0 && status == HttpStatusCode.OK)
                    accepted.Add(body);
                Thread.Sleep(20);
            }
        })).ToList();
        await UntilAsync(() => accepted.Count > 3);

        var result = await trial.Test.UpgradeAsync(site);

        Volatile.Write(ref done, true);
        await Task.WhenAll(visitors);
        Assert.True(result.Outcome.ToString() == outcome, result.Message);
        Assert.Contains(HttpStatusCode.ServiceUnavailable, seen);
        Assert.All(seen, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"a visitor was answered {status}"));
        using var after = new WebVisitor(outcome == "Upgraded" ? trial.Pair.NewDocroot : trial.Pair.OldDocroot);
        var page = after.Get(site, "/node/1").Body;
        var lost = accepted.Where(comment => !page.Contains(comment, StringComparison.Ordinal)).Order().ToList();
        Assert.True(lost.Count == 0, $"{lost.Count} of {accepted.Count} comments are lost: {string.Join(' ', lost)}\n{page}");
    }

    [NeedsPhpFact]
    public async Task What_a_killed_worker_left_running_is_ended_before_its_work_is_undone()
    {
        using var trial = await Trial.MakeAsync(Site);
        var marks = Directory.CreateDirectory(trial.Pair.Folder.At("marks")).FullName;
        trial.Switch("STANDIN_MARK", marks);
        trial.Switch("STANDIN_SLEEP_UPDATE_HOOK", "30");
        using var worker = Command.Start("dotnet", AppContext.BaseDirectory + "Aegir.TestWorker.dll", trial.Test.HubFile, "upgrade", Site);
        await UntilAsync(() => Directory.EnumerateFiles(marks, "UPDATE_HOOK.*").Any());

        worker.Kill();
        await worker.WaitForExitAsync();
        Assert.NotEmpty(MarkedProcesses.Of(trial.Test.HubFile));
        await trial.Hub.RecoverAsync(trial.Test.Sink);

        trial.AssertWhole(Site, "old");
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1500 && !condition(); i++)
            await Task.Delay(20);
        Assert.True(condition(), "It did not come to that.");
    }
}
