namespace Aegir.Tests.Queueing;

/// <summary>Canaries and budgets of failures, which outlive the process that set them.</summary>
public sealed class BatchTests : IDisposable
{
    private readonly QueueBench bench = new();

    [Fact]
    public async Task The_others_wait_until_the_canary_is_well()
    {
        var tasks = Batch(new BatchOptions { Canary = 1 }, "", "", "");
        Assert.Contains("canar", bench.Get(tasks[1].Id).Waiting);

        using (var elsewhere = bench.Open())
            await elsewhere.Queue.RunAsync(QueueBench.Quiet, bench.Sink, default);

        Assert.All(tasks, task => Assert.Equal(AegirTaskStatus.Success, bench.Status(task)));
        // Nobody began before the canary had ended.
        Assert.Equal([(0, "begin"), (0, "end")], bench.Ledger.Take(2).Select(line => (line.Number, line.What)));
    }

    [Fact]
    public async Task A_canary_that_fails_cancels_the_others()
    {
        var tasks = Batch(new BatchOptions { Canary = 1 }, "fail", "", "");

        await bench.DrainAsync();

        Assert.Equal([0], bench.Begun);
        Assert.Equal([AegirTaskStatus.Error, AegirTaskStatus.Warning, AegirTaskStatus.Warning], tasks.Select(bench.Status));
        Assert.Contains("canary 'site0.test' failed", bench.Get(tasks[2].Id).Message);
    }

    [Fact]
    public async Task One_that_needed_nothing_has_proved_nothing()
    {
        Batch(new BatchOptions { Canary = 1 }, "nothing", "fail", "");

        await bench.DrainAsync();

        Assert.Equal([1], bench.Begun);
    }

    [Fact]
    public async Task A_spent_budget_of_failures_cancels_the_rest()
    {
        var tasks = Batch(new BatchOptions { MaxFailure = 1 }, "fail", "", "fail", "", "");

        await bench.DrainAsync(slots: 1);

        Assert.Equal([0, 1, 2], bench.Begun);
        Assert.Contains("More than 1", bench.Get(tasks[4].Id).Message);
        // What comes too late meets the same.
        Assert.Equal(AegirTaskStatus.Warning, bench.Add("late.test", 9, options: new TaskOptions { Batch = tasks[0].Batch }).Status);
    }

    [Fact]
    public void A_batch_that_nobody_opened_is_an_error() =>
        Assert.Equal("BatchNotFound", Assert.Throws<AegirException>(() => bench.Add("a.test", options: new TaskOptions { Batch = 7 })).Id);

    public void Dispose() => bench.Dispose();

    private List<AegirTask> Batch(BatchOptions options, params string[] hows)
    {
        var batch = bench.Hub.Queue.OpenBatch(options);
        return hows.Select((how, number) => bench.Add($"site{number}.test", number, how, new TaskOptions { Batch = batch })).ToList();
    }
}
