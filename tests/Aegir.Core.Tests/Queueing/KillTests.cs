using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;
using Xunit.Abstractions;

namespace Aegir.Tests.Queueing;

/// <summary>Four processes work off short tasks and are killed at random: 600 of them, 10,000 with AEGIR_TEST_THOROUGH=1.</summary>
public abstract class QueueKillTests(QueueBench? bench, ITestOutputHelper output) : IDisposable
{
    private const int Sites = 60;

    private static readonly int Count = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1" ? 10_000 : 600;

    [StoreFact]
    public async Task Each_task_ends_once_or_is_interrupted_and_none_overlap()
    {
        var tasks = Enumerable.Range(1, Count)
            .Select(number => bench!.Add($"site{number % Sites}.test", number, number % 10 == 0 ? "fail" : "", client: $"client{number % 7}")).ToList();
        using (var pool = new WorkerPool(bench!.Location, 4, 4))
        {
            await pool.KillUntilAsync(IsDone, HasBegun, 700, TimeSpan.FromMinutes(Count / 100));
            Assert.True(IsDone(), pool.Output);
            output.WriteLine($"{pool.Kills} kills");
            Assert.True(pool.Kills >= 3, $"only {pool.Kills} kills");
        }

        // The next worker recovers what the last ones left.
        await bench.DrainAsync();

        var ended = bench.Hub.Tasks.Find(new TaskFilter()).ToDictionary(task => task.Id);
        output.WriteLine(string.Join(", ", ended.Values.GroupBy(task => task.Status).Select(group => $"{group.Count()} {group.Key}")));
        Assert.Equal(Count, ended.Count);
        var ledger = bench.Ledger;
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
        using var store = bench.OpenStore();
        Assert.Empty(store.Read(session => session.Leases.All()));
    }

    public void Dispose()
    {
        bench?.Dispose();
        GC.SuppressFinalize(this);
    }

    private bool IsDone() => bench!.Hub.Queue.Health() is { Queued: 0, Processing: 0 };

    private bool HasBegun(int processId) => bench!.Ledger.Count(line => line.ProcessId == processId) >= 5;
}

public sealed class SqliteQueueKillTests(ITestOutputHelper output) : QueueKillTests(new QueueBench(), output);

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlQueueKillTests(PostgreSqlServer server, ITestOutputHelper output) : QueueKillTests(QueueBench.On(server), output);
