using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;
using Xunit.Abstractions;

namespace Aegir.Tests.Queueing;

/// <summary>Four processes work off short tasks and are killed at random: 400 of them, 10,000 with AEGIR_TEST_THOROUGH=1. A database server is
/// restarted twice meanwhile.</summary>
public abstract class QueueKillTests(QueueBench? bench, ITestOutputHelper output) : QueueTests(bench)
{
    private const int Sites = 60;

    // In milliseconds. A process needs a second or two to begin; more kills would only mean less work. Few tasks take a while, or all would be done before that.
    private static readonly (int Count, int Each, int Pause) Run = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1" ? (10_000, 0, 2000) : (400, 150, 1200);

    [StoreFact]
    public async Task Each_task_ends_once_or_is_interrupted_and_none_overlap()
    {
        var tasks = Enumerable.Range(1, Run.Count)
            .Select(number => Bench.Hub.Queue.Enqueue(Bench.Order($"site{number % Sites}.test", number, number % 10 == 0 ? "fail" : "", Run.Each, $"client{number % 7}")))
            .ToList();
        using (var pool = new WorkerPool(Bench.Location, 4, 4))
        {
            var disturbed = DisturbAsync();
            await pool.KillUntilAsync(IsDone, HasBegun, Run.Pause, TimeSpan.FromMinutes(Run.Count / 100));
            Assert.True(IsDone(), pool.Output);
            await disturbed;
            output.WriteLine($"{pool.Kills} kills");
            Assert.True(pool.Kills >= 3, $"only {pool.Kills} kills");
        }

        // The next worker recovers what the last ones left.
        await Bench.DrainAsync();

        var ended = Bench.Hub.Tasks.Find(new TaskFilter()).ToDictionary(task => task.Id);
        output.WriteLine(string.Join(", ", ended.Values.GroupBy(task => task.Status).Select(group => $"{group.Count()} {group.Key}")));
        Assert.Equal(Run.Count, ended.Count);
        var ledger = Bench.Ledger;
        Assert.DoesNotContain(ledger, line => line.What == "overlap");
        var lines = ledger.ToLookup(line => line.Number);
        foreach (var (number, task) in tasks.Select((task, index) => (index + 1, ended[task.Id])))
        {
            var done = lines[number].Count(line => line.What == "end");
            var what = $"{number} ({task.Status}, {task.Message}): {string.Join(' ', lines[number].Select(line => line.What))}";
            var isRight = task.Status switch
            {
                AegirTaskStatus.Success => number % 10 != 0 && done == 1,
                AegirTaskStatus.Error => number % 10 == 0 && done == 0,
                // It may have been killed between its last line and its final record.
                AegirTaskStatus.Interrupted => done <= 1 && task.Message is { Length: > 0 },
                _ => false,
            };
            Assert.True(isRight, what);
            Assert.True(lines[number].Count(line => line.What == "begin") <= 1, what);
        }
        using var store = Bench.OpenStore();
        Assert.Empty(store.Read(session => session.Leases.All()));
    }

    /// <summary>What else happens while they work.</summary>
    protected virtual Task DisturbAsync() => Task.CompletedTask;

    /// <summary>Waits until so many of a hundred tasks have been begun.</summary>
    protected async Task ReachedAsync(int percent)
    {
        while (Bench.Hub.Queue.Health().Queued > Run.Count * (100 - percent) / 100)
            await Task.Delay(200);
    }

    private bool IsDone() => Bench.Hub.Queue.Health() is { Queued: 0, Processing: 0 };

    private bool HasBegun(int processId) => Bench.LedgerOf(processId).Count >= 5;
}

public sealed class SqliteQueueKillTests(ITestOutputHelper output) : QueueKillTests(new QueueBench(), output);

/// <summary>With a server of its own, as nobody else likes restarts.</summary>
public sealed class PostgreSqlQueueKillTests(PostgreSqlServer server, ITestOutputHelper output) : QueueKillTests(QueueBench.On(server), output), IClassFixture<PostgreSqlServer>
{
    protected override async Task DisturbAsync()
    {
        await ReachedAsync(30);
        server.Restart();
        await ReachedAsync(60);
        server.RestartAtOnce();
    }
}
