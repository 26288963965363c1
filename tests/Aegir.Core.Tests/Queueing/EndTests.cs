using Aegir.Tests.Components;

namespace Aegir.Tests.Queueing;

/// <summary>How queued tasks end, and what can be done about it.</summary>
public sealed class EndTests : IDisposable
{
    private readonly QueueBench bench = new();

    // The original guessed the status from the log; here it is what the operation returned.
    [Theory]
    [Trait("Oracle", "54")]
    [InlineData("", AegirTaskStatus.Success)]
    [InlineData("warn", AegirTaskStatus.Warning)]
    [InlineData("fail", AegirTaskStatus.Error)]
    [InlineData("nothing", AegirTaskStatus.Success)]
    public async Task The_status_tells_what_came_of_it(string how, AegirTaskStatus status)
    {
        var task = bench.Add("a.test", 1, how);

        var run = await bench.DrainAsync();

        Assert.Equal(status, bench.Status(task));
        Assert.Equal(status == AegirTaskStatus.Error ? (0, 1) : (1, 0), (run.Succeeded, run.Failed));
        var told = (AegirTask)Assert.Single(bench.Sink.Events, item => item.Kind == TaskEventKind.Output).Payload!;
        Assert.Equal((task.Id, status), (told.Id, told.Status));
        Assert.NotNull(told.Ended);
    }

    [Fact]
    [Trait("Oracle", "55")]
    public async Task A_queued_task_is_cancelled_with_a_word_in_its_log()
    {
        var task = bench.Add("a.test", 1);
        var next = bench.Add("a.test", 2);

        var stopped = bench.Hub.Queue.Stop(task.Id);

        Assert.Equal(AegirTaskStatus.Warning, stopped.Status);
        Assert.Equal("Cancelled on request.", Assert.Single(bench.Hub.Tasks.LogOf(task.Id)).Message);
        await bench.DrainAsync();
        Assert.Equal([2], bench.Begun);
        Assert.Equal(AegirTaskStatus.Success, bench.Status(next));
    }

    // The original could not cancel what was running.
    [Fact]
    [Trait("Oracle", "55")]
    public async Task A_running_task_that_is_cancelled_undoes_what_it_did()
    {
        var task = bench.Add("a.test", 1, "wait");
        var run = bench.DrainAsync();
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Any()), bench.Sink.ToString());

        using var elsewhere = bench.Open();
        elsewhere.Queue.Stop(task.Id);

        await run;
        Assert.Equal(["begin", "undo"], bench.Ledger.Select(line => line.What));
        Assert.Equal(AegirTaskStatus.Interrupted, bench.Status(task));
        Assert.Contains("stopped on request", bench.Get(task.Id).Message);
        Assert.Contains(bench.Hub.Tasks.LogOf(task.Id), line => line.Message.Contains("stopped on request"));
    }

    [Fact]
    public async Task What_a_stopped_worker_was_doing_goes_back_to_the_queue_undone()
    {
        var running = bench.Add("a.test", 1, "wait");
        var behind = bench.Add("a.test", 2, "wait");
        using var stop = new CancellationTokenSource();
        var run = bench.Hub.Queue.RunAsync(QueueBench.Quiet, bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Any()), bench.Sink.ToString());

        await stop.CancelAsync();

        Assert.Equal(new QueueRun(1, 0, 0, 1), await run);
        Assert.Equal(["begin", "undo"], bench.Ledger.Select(line => line.What));
        Assert.Equal(AegirTaskStatus.Queued, bench.Status(running));
        Assert.Contains(bench.Hub.Tasks.LogOf(running.Id), line => line.Message.Contains("back to the queue"));
        using var store = bench.OpenStore();
        Assert.Empty(store.Read(session => session.Leases.All()));
        // It has kept its place.
        Assert.Equal(running.Id, Assert.Single(store.Write(session => session.Claims.Claim(5, "nobody/1/1"))).Id);
        Assert.Equal(AegirTaskStatus.Queued, bench.Status(behind));
    }

    [Fact]
    public async Task What_can_be_finished_in_time_is_finished()
    {
        var task = bench.Hub.Queue.Enqueue(bench.Order("a.test", 1, milliseconds: 500));
        using var stop = new CancellationTokenSource();
        var run = bench.Hub.Queue.RunAsync(QueueBench.Quiet with { FinishWithin = TimeSpan.FromSeconds(30), Stay = true }, bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Any()), bench.Sink.ToString());

        await stop.CancelAsync();

        Assert.Equal(new QueueRun(1, 1, 0, 0), await run);
        Assert.Equal(AegirTaskStatus.Success, bench.Status(task));
    }

    [Fact]
    public async Task What_takes_too_long_is_undone()
    {
        var task = bench.Add("a.test", 1, "wait");

        await bench.Hub.Queue.RunAsync(QueueBench.Quiet with { TimeLimit = TimeSpan.FromMilliseconds(300) }, bench.Sink, default);

        Assert.Equal(AegirTaskStatus.Interrupted, bench.Status(task));
        Assert.Contains("longer than", bench.Get(task.Id).Message);
        Assert.Equal("undo", bench.Ledger[^1].What);
    }

    [Fact]
    [Trait("Oracle", "56")]
    public async Task A_retry_keeps_the_earlier_run_and_its_log()
    {
        var task = bench.Add("a.test", 1, "fail");
        await bench.DrainAsync();
        var log = bench.Hub.Tasks.LogOf(task.Id);

        var retry = bench.Hub.Queue.Restart(task.Id);
        await bench.DrainAsync();

        Assert.NotEqual(task.Id, retry.Id);
        Assert.Equal(task.Id, retry.RetryOf);
        Assert.Equal(2, bench.Ledger.Count(line => line.What == "begin"));
        Assert.Equal(AegirTaskStatus.Error, bench.Status(task));
        Assert.Equal(AegirTaskStatus.Error, bench.Status(retry));
        Assert.NotEmpty(log);
        Assert.Equal(log, bench.Hub.Tasks.LogOf(task.Id));
    }

    [Fact]
    public void What_has_not_ended_is_not_tried_again()
    {
        var task = bench.Add("a.test", 1);

        Assert.Equal("TaskNotEnded", Assert.Throws<AegirException>(() => bench.Hub.Queue.Restart(task.Id)).Id);
        Assert.Equal("TaskNotFound", Assert.Throws<AegirException>(() => bench.Hub.Queue.Restart(99)).Id);
        Assert.Equal("TaskNotFound", Assert.Throws<AegirException>(() => bench.Hub.Queue.Stop(99)).Id);
    }

    [Fact]
    public async Task No_more_than_so_many_are_begun_and_none_after_the_time()
    {
        foreach (var number in Enumerable.Range(1, 5))
            bench.Add($"s{number}.test", number);

        Assert.Equal(0, (await bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Until = DateTimeOffset.UtcNow }, bench.Sink, default)).Begun);
        Assert.Equal(2, (await bench.DrainAsync(most: 2)).Begun);

        Assert.Equal([1, 2], bench.Begun.Order());
        Assert.Equal(3, bench.Hub.Queue.Health().Queued);
    }

    public void Dispose() => bench.Dispose();
}
