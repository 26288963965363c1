using System.Globalization;
using Aegir.Hub.Requests;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Xunit.Abstractions;

namespace Aegir.Tests.Queueing;

/// <summary>Workers are killed at random while they upgrade sites on MariaDB: 6 behind nginx; with AEGIR_TEST_THOROUGH=1 200 behind nginx and as many
/// behind Apache, or what AEGIR_TEST_UPGRADES says.</summary>
[Collection(MariaDbTests.Name)]
public sealed class UpgradeKillTests(MariaDbServer server, ITestOutputHelper output)
{
    private static readonly bool IsThorough = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1";

    private static readonly int Count = !IsThorough ? 6
        : int.TryParse(Environment.GetEnvironmentVariable("AEGIR_TEST_UPGRADES"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 200;

    public static TheoryData<WebServerType> WebServers => IsThorough ? [.. WebServerUnderTest.Types] : [WebServerType.Nginx];

    [NeedsMariaDbAndWebServersTheory, MemberData(nameof(WebServers))]
    public async Task Every_site_is_whole_at_the_end_and_nothing_is_left_behind(WebServerType type)
    {
        var sites = Enumerable.Range(1, Count).Select(number => $"q{number:000}k.example.test").ToArray();
        using var trial = await Trial.MakeAsync(sites, server, web: type);
        var queue = trial.Hub.Queue;
        var tasks = sites.Select(site => queue.Enqueue(new UpgradeTask(site))).ToList();
        var endedAtKill = -1;

        using (var pool = new WorkerPool(trial.Test.HubFile, 2, 2))
        {
            await pool.KillUntilAsync(IsDone, IsAtWork, 2500, TimeSpan.FromMinutes(Count));
            Assert.True(IsDone(), pool.Output);
            output.WriteLine($"{pool.Kills} kills");
            Assert.True(pool.Kills >= 1, pool.Output);
        }
        await queue.RunAsync(QueueBench.Quiet, trial.Test.Sink, default);

        var ended = tasks.ConvertAll(task => trial.Hub.Tasks.Get(task.Id));
        output.WriteLine(string.Join(", ", ended.GroupBy(task => task.Status).Select(group => $"{group.Count()} {group.Key}")));
        Assert.All(ended, task => Assert.True(task.Status is AegirTaskStatus.Success or AegirTaskStatus.Warning or AegirTaskStatus.Interrupted, $"{task} {task.Status} {task.Message}"));
        foreach (var site in sites)
            AssertWhole(site, trial.Hub.Sites.Get(site).Platform);
        AssertHosts();

        // What was interrupted was undone, and can be done again.
        foreach (var task in ended.Where(task => trial.Hub.Sites.Get(task.Target).Platform == "old"))
            queue.Restart(task.Id);
        await queue.RunAsync(QueueBench.Quiet, trial.Test.Sink, default);
        foreach (var site in sites)
            AssertWhole(site, "new");
        AssertHosts();

        bool IsDone() => queue.Health() is { Queued: 0, Processing: 0 };

        // The other sites come and go beside it; of theirs, no folder is where it should not be.
        void AssertWhole(string site, string side)
        {
            var folders = Directory.EnumerateDirectories(trial.Pair.NewDocroot + "/sites").Select(Path.GetFileName).Where(name => name!.Contains("k.example.test"));
            Assert.DoesNotContain(folders, name => trial.Hub.Sites.Get(name!).Platform == "old");
            Assert.Equal([], trial.Problems(site, side).Where(problem => !problem.StartsWith($"{trial.Pair.NewDocroot}/sites: ")));
        }

        // A host for each site, what Apache has for platforms, and nothing else; no change half made; and visitors are answered by what is written.
        void AssertHosts()
        {
            var tree = trial.Web!.Tree;
            string[] ofPlatforms = type == WebServerType.Apache ? ["platform.d/platform_new.conf", "platform.d/platform_old.conf"] : [];
            Assert.Equal([.. ofPlatforms, .. sites.Select(site => "vhost.d/" + site)], Directory.EnumerateDirectories(tree)
                .SelectMany(Directory.EnumerateFileSystemEntries).Select(path => Path.GetRelativePath(tree, path)).Order(StringComparer.Ordinal));
            Assert.False(Directory.Exists($"{tree}/../.{Path.GetFileName(tree)}/old"), "A change of the configuration is half made.");
            Assert.Equal(File.ReadLines(tree + "/stamp.conf").First(), "# " + trial.Web.Visitor.Get("configuration.aegir.invalid").Body);
        }

        // However slow the machine is, something comes to a good end between two kills.
        bool IsAtWork(int processId)
        {
            var all = trial.Hub.Tasks.Find(new TaskFilter { Type = "upgrade" });
            var good = all.Count(task => task.Status is AegirTaskStatus.Success or AegirTaskStatus.Warning);
            if (good == endedAtKill || !all.Any(task => task.Status == AegirTaskStatus.Processing && task.Worker!.Split('/')[1] == $"{processId}"
                && DateTimeOffset.UtcNow - task.Started > TimeSpan.FromMilliseconds(300)))
                return false;
            endedAtKill = good;
            return true;
        }
    }
}

public sealed class NeedsMariaDbAndWebServersTheoryAttribute : TheoryAttribute
{
    public NeedsMariaDbAndWebServersTheoryAttribute() => Skip = new NeedsFactAttribute(MariaDbServer.Needs).Skip ?? new NeedsWebServersTheoryAttribute().Skip;
}
