using Aegir.Tests.Components;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.Queueing;

/// <summary>Workers that die, hang or lose their tasks.</summary>
public sealed class LossTests : IDisposable
{
    private const string Other = "elsewhere/1/1";

    private readonly QueueBench bench = new();

    [Fact]
    public async Task Who_lost_a_task_does_nothing_more_about_it_and_the_next_puts_it_right()
    {
        var task = bench.Hub.Queue.Enqueue(bench.Order("a.test", 1, milliseconds: 1000));
        var run = bench.DrainAsync();
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Any()), bench.Sink.ToString());

        using (var store = bench.OpenStore())
            store.Write(session => Assert.True(session.Leases.TakeOver(task.Id, session.Leases.All()[0].Holder, Other, DateTimeOffset.UtcNow)));

        Assert.Equal(1, (await run).Failed);
        // Not even an undo: that is for the other.
        Assert.Equal(["begin"], bench.Ledger.Select(line => line.What));
        Assert.Equal(AegirTaskStatus.Processing, bench.Status(task));
        Assert.Contains("taken over", bench.Sink.ToString());

        Age(TimeSpan.FromSeconds(80));
        await bench.DrainAsync();
        Assert.Equal(AegirTaskStatus.Processing, bench.Status(task));
        Age(TimeSpan.FromSeconds(100));
        await bench.DrainAsync();
        Assert.Equal(AegirTaskStatus.Interrupted, bench.Status(task));
        Assert.NotEmpty(bench.Get(task.Id).Message!);
    }

    [Fact]
    public async Task A_process_of_this_machine_that_hangs_loses_its_tasks_after_the_same_time()
    {
        using var sleeper = Command.Start("sleep", "60");
        try
        {
            var task = bench.Add("a.test", 1);
            using (var store = bench.OpenStore())
                store.Write(session => session.Claims.Claim(1, $"{Environment.MachineName}/{sleeper.Id}/{new DateTimeOffset(sleeper.StartTime).ToUnixTimeSeconds()}"));

            await bench.DrainAsync();
            Assert.Equal(AegirTaskStatus.Processing, bench.Status(task));
            Age(TimeSpan.FromSeconds(100));
            await bench.DrainAsync();
            Assert.Equal(AegirTaskStatus.Interrupted, bench.Status(task));
        }
        finally
        {
            sleeper.Kill();
        }
    }

    [Fact]
    public async Task A_worker_that_died_loses_its_tasks_at_once_and_those_behind_go_on()
    {
        var task = bench.Add("a.test", 1);
        var behind = bench.Add("a.test", 2);
        using (var store = bench.OpenStore())
            store.Write(session => session.Claims.Claim(1, $"{Environment.MachineName}/{int.MaxValue}/1"));

        await bench.DrainAsync();

        Assert.Equal(AegirTaskStatus.Interrupted, bench.Status(task));
        Assert.Equal(AegirTaskStatus.Success, bench.Status(behind));
    }

    public void Dispose() => bench.Dispose();

    private void Age(TimeSpan time)
    {
        using var connection = new SqliteConnection($"Data Source={bench.Location};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE lease SET heartbeat = {(DateTimeOffset.UtcNow - time).ToUnixTimeMilliseconds()}";
        command.ExecuteNonQuery();
    }
}
