using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Queueing;

/// <summary>How queued tasks end, and what can be done about it.</summary>
public abstract class EndTests(QueueBench? bench) : QueueTests(bench)
{
    // The original guessed the status from the log; here it is what the operation returned.
    [StoreTheory]
    [Trait("Oracle", "54")]
    [InlineData("", AegirTaskStatus.Success)]
    [InlineData("warn", AegirTaskStatus.Warning)]
    [InlineData("fail", AegirTaskStatus.Error)]
    [InlineData("nothing", AegirTaskStatus.Success)]
    public async Task The_status_tells_what_came_of_it(string how, AegirTaskStatus status)
    {
        var task = Bench.Add("a.test", 1, how);

        var run = await Bench.DrainAsync();

        Assert.Equal(status, Bench.Status(task));
        Assert.Equal(status == AegirTaskStatus.Error ? (0, 1) : (1, 0), (run.Succeeded, run.Failed));
        var told = (AegirTask)Assert.Single(Bench.Sink.Events, item => item.Kind == TaskEventKind.Output).Payload!;
        Assert.Equal((task.Id, status), (told.Id, told.Status));
        Assert.NotNull(told.Ended);
    }

    [StoreFact]
    [Trait("Oracle", "55")]
    public async Task A_queued_task_is_cancelled_with_a_word_in_its_log()
    {
        var task = Bench.Add("a.test", 1);
        var next = Bench.Add("a.test", 2);

        var stopped = Bench.Hub.Queue.Stop(task.Id);

        Assert.Equal(AegirTaskStatus.Warning, stopped.Status);
        Assert.Equal("Cancelled on request.", Assert.Single(Bench.Hub.Tasks.LogOf(task.Id)).Message);
        await Bench.DrainAsync();
        Assert.Equal([2], Bench.Begun);
        Assert.Equal(AegirTaskStatus.Success, Bench.Status(next));
    }

    // The original could not cancel what was running.
    [StoreFact]
    [Trait("Oracle", "55")]
    public async Task A_running_task_that_is_cancelled_undoes_what_it_did()
    {
        var task = Bench.Add("a.test", 1, "wait");
        var run = Bench.DrainAsync();
        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Any()), Bench.Sink.ToString());

        using var elsewhere = Bench.Open();
        elsewhere.Queue.Stop(task.Id);

        await run;
        Assert.Equal(["begin", "undo"], Bench.Ledger.Select(line => line.What));
        Assert.Equal(AegirTaskStatus.Interrupted, Bench.Status(task));
        Assert.Contains("stopped on request", Bench.Get(task.Id).Message);
        Assert.Contains(Bench.Hub.Tasks.LogOf(task.Id), line => line.Message.Contains("stopped on request"));
    }

    [StoreFact]
    public async Task What_a_stopped_worker_was_doing_goes_back_to_the_queue_undone()
    {
        var running = Bench.Add("a.test", 1, "wait");
        var behind = Bench.Add("a.test", 2, "wait");
        using var stop = new CancellationTokenSource();
        var run = Bench.Hub.Queue.RunAsync(QueueBench.Quiet, Bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Any()), Bench.Sink.ToString());

        await stop.CancelAsync();

        Assert.Equal(new QueueRun(1, 0, 0, 1), await run);
        Assert.Equal(["begin", "undo"], Bench.Ledger.Select(line => line.What));
        Assert.Equal(AegirTaskStatus.Queued, Bench.Status(running));
        Assert.Contains(Bench.Hub.Tasks.LogOf(running.Id), line => line.Message.Contains("back to the queue"));
        using var store = Bench.OpenStore();
        Assert.Empty(store.Read(session => session.Leases.All()));
        // It has kept its place.
        Assert.Equal(running.Id, Assert.Single(store.Write(session => session.Claims.Claim(5, "nobody/1/1"))).Id);
        Assert.Equal(AegirTaskStatus.Queued, Bench.Status(behind));
    }

    [StoreFact]
    public async Task What_can_be_finished_in_time_is_finished()
    {
        var task = Bench.Hub.Queue.Enqueue(Bench.Order("a.test", 1, milliseconds: 500));
        using var stop = new CancellationTokenSource();
        var run = Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { FinishWithin = TimeSpan.FromSeconds(30), Stay = true }, Bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Any()), Bench.Sink.ToString());

        await stop.CancelAsync();

        Assert.Equal(new QueueRun(1, 1, 0, 0), await run);
        Assert.Equal(AegirTaskStatus.Success, Bench.Status(task));
    }

    [StoreFact]
    public async Task What_takes_too_long_is_undone()
    {
        var task = Bench.Add("a.test", 1, "wait");

        await Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { TimeLimit = TimeSpan.FromMilliseconds(300) }, Bench.Sink, default);

        Assert.Equal(AegirTaskStatus.Interrupted, Bench.Status(task));
        Assert.Contains("longer than", Bench.Get(task.Id).Message);
        Assert.Equal("undo", Bench.Ledger[^1].What);
    }

    [StoreFact]
    [Trait("Oracle", "56")]
    public async Task A_retry_keeps_the_earlier_run_and_its_log()
    {
        var task = Bench.Add("a.test", 1, "fail");
        await Bench.DrainAsync();
        var log = Bench.Hub.Tasks.LogOf(task.Id);

        var retry = Bench.Hub.Queue.Restart(task.Id);
        await Bench.DrainAsync();

        Assert.NotEqual(task.Id, retry.Id);
        Assert.Equal(task.Id, retry.RetryOf);
        Assert.Equal(2, Bench.Ledger.Count(line => line.What == "begin"));
        Assert.Equal(AegirTaskStatus.Error, Bench.Status(task));
        Assert.Equal(AegirTaskStatus.Error, Bench.Status(retry));
        Assert.NotEmpty(log);
        Assert.Equal(log, Bench.Hub.Tasks.LogOf(task.Id));
    }

    [StoreFact]
    public void What_has_not_ended_is_not_tried_again()
    {
        var task = Bench.Add("a.test", 1);

        Assert.Equal("TaskNotEnded", Assert.Throws<AegirException>(() => Bench.Hub.Queue.Restart(task.Id)).Id);
        Assert.Equal("TaskNotFound", Assert.Throws<AegirException>(() => Bench.Hub.Queue.Restart(99)).Id);
        Assert.Equal("TaskNotFound", Assert.Throws<AegirException>(() => Bench.Hub.Queue.Stop(99)).Id);
    }

    [StoreFact]
    public async Task No_more_than_so_many_are_begun_and_none_after_the_time()
    {
        foreach (var number in Enumerable.Range(1, 5))
            Bench.Add($"s{number}.test", number);

        Assert.Equal(0, (await Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Until = DateTimeOffset.UtcNow }, Bench.Sink, default)).Begun);
        Assert.Equal(2, (await Bench.DrainAsync(most: 2)).Begun);

        Assert.Equal([1, 2], Bench.Begun.Order());
        Assert.Equal(3, Bench.Hub.Queue.Health().Queued);
    }
}

public sealed class SqliteEndTests() : EndTests(new QueueBench());

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlEndTests(PostgreSqlServer server) : EndTests(QueueBench.On(server));
