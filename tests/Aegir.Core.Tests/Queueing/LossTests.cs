using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Queueing;

/// <summary>Workers that die, hang or lose their tasks.</summary>
public abstract class LossTests(QueueBench? bench) : QueueTests(bench)
{
    private const string Other = "elsewhere/1/1";

    [StoreFact]
    public async Task Who_lost_a_task_does_nothing_more_about_it_and_the_next_puts_it_right()
    {
        var task = Bench.Hub.Queue.Enqueue(Bench.Order("a.test", 1, milliseconds: 5000));
        var run = Bench.DrainAsync();
        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Any()), Bench.Sink.ToString());

        using (var store = Bench.OpenStore())
            store.Write(session => Assert.True(session.Leases.TakeOver(task.Id, session.Leases.All()[0].Holder, Other, DateTimeOffset.UtcNow)));

        Assert.Equal(1, (await run).Failed);
        // Not even an undo: that is for the other.
        Assert.Equal(["begin"], Bench.Ledger.Select(line => line.What));
        Assert.Equal(AegirTaskStatus.Processing, Bench.Status(task));
        Assert.Contains("taken over", Bench.Sink.ToString());

        Age(TimeSpan.FromSeconds(80));
        await Bench.DrainAsync();
        Assert.Equal(AegirTaskStatus.Processing, Bench.Status(task));
        Age(TimeSpan.FromSeconds(100));
        await Bench.DrainAsync();
        Assert.Equal(AegirTaskStatus.Interrupted, Bench.Status(task));
        Assert.NotEmpty(Bench.Get(task.Id).Message!);
    }

    [StoreFact]
    public async Task A_process_of_this_machine_that_hangs_loses_its_tasks_after_the_same_time()
    {
        using var sleeper = Command.Start("sleep", "60");
        try
        {
            var task = Bench.Add("a.test", 1);
            using (var store = Bench.OpenStore())
                store.Write(session => session.Claims.Claim(1, $"{Environment.MachineName}/{sleeper.Id}/{new DateTimeOffset(sleeper.StartTime).ToUnixTimeSeconds()}"));

            await Bench.DrainAsync();
            Assert.Equal(AegirTaskStatus.Processing, Bench.Status(task));
            Age(TimeSpan.FromSeconds(100));
            await Bench.DrainAsync();
            Assert.Equal(AegirTaskStatus.Interrupted, Bench.Status(task));
        }
        finally
        {
            sleeper.Kill();
        }
    }

    [StoreFact]
    public async Task A_worker_that_died_loses_its_tasks_at_once_and_those_behind_go_on()
    {
        var task = Bench.Add("a.test", 1);
        var behind = Bench.Add("a.test", 2);
        using (var store = Bench.OpenStore())
            store.Write(session => session.Claims.Claim(1, $"{Environment.MachineName}/{int.MaxValue}/1"));

        await Bench.DrainAsync();

        Assert.Equal(AegirTaskStatus.Interrupted, Bench.Status(task));
        Assert.Equal(AegirTaskStatus.Success, Bench.Status(behind));
    }

    private void Age(TimeSpan time) => Bench.Execute($"UPDATE lease SET heartbeat = {(DateTimeOffset.UtcNow - time).ToUnixTimeMilliseconds()}");
}

public sealed class SqliteLossTests() : LossTests(new QueueBench());

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlLossTests(PostgreSqlServer server) : LossTests(QueueBench.On(server));
