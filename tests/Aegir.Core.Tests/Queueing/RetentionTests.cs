using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Queueing;

/// <summary>What is forgotten when the queue is worked off, and what stays.</summary>
public abstract class RetentionTests(QueueBench? bench) : QueueTests(bench)
{
    [StoreFact]
    public async Task Old_tasks_and_lines_of_logs_go_and_warnings_stay_as_long_as_the_task()
    {
        var (old, middle, young) = (Bench.Add("a.test", 1, "warn"), Bench.Add("b.test", 2, "warn"), Bench.Add("c.test", 3));
        await Bench.DrainAsync();
        Bench.Execute($"INSERT INTO task_log (task_id, sequence, time, level, message) VALUES ({middle.Id}, 90, 0, 2, 'told')");
        Age(old, 200);
        Age(middle, 100);

        await Bench.DrainAsync();

        Assert.Equal([young.Id, middle.Id], Bench.Hub.Tasks.Find(new TaskFilter()).Select(task => task.Id));
        Assert.Equal(["Something is odd."], Bench.Hub.Tasks.LogOf(middle.Id).Select(line => line.Message));
    }

    [StoreFact]
    public async Task Backups_that_tasks_took_by_themselves_go_but_for_the_newest_and_those_that_were_asked_for()
    {
        using (var store = Bench.OpenStore())
            store.Write(session =>
            {
                var platform = session.Platforms.Add(new Platform { Name = "p", Path = "/nowhere/p", ProjectRoot = "/nowhere/p", Status = PlatformStatus.Enabled }, 1, null);
                var site = session.Sites.Add(new Site { Name = "a.test", Directory = "a.test", Status = SiteStatus.Enabled }, platform);
                foreach (var (name, type) in new[] { ("1", "upgrade"), ("2", "backup"), ("3", "upgrade"), ("4", "upgrade") })
                    session.Backups.Add(site, session.Tasks.Start(type, "site", "a.test", "here/1/1", null), Bench.Folder + "/" + name, 1, name, platform, "a.test");
            });
        foreach (var name in "1234")
            File.WriteAllText($"{Bench.Folder}/{name}", "x");
        Bench.Execute("UPDATE backup SET created = id; UPDATE task SET status = 1, ended = 1");

        await Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Retention = new Retention { MinBackups = 2, Tasks = TimeSpan.Zero } }, Bench.Sink, default);

        Assert.Equal(["2", "3", "4"], Bench.Hub.Sites.Backups("a.test").Select(backup => backup.Description));
        Assert.False(File.Exists(Bench.Folder + "/1"));
        Assert.True(File.Exists(Bench.Folder + "/2"));
    }

    private void Age(AegirTask task, int days) =>
        Bench.Execute($"UPDATE task SET ended = {DateTimeOffset.UtcNow.AddDays(-days).ToUnixTimeMilliseconds()} WHERE id = {task.Id}");
}

public sealed class SqliteRetentionTests() : RetentionTests(new QueueBench());

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlRetentionTests(PostgreSqlServer server) : RetentionTests(QueueBench.On(server));
