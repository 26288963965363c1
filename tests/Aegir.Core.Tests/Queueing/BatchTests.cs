using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Queueing;

/// <summary>Canaries and budgets of failures, which outlive the process that set them.</summary>
public abstract class BatchTests(QueueBench? bench) : QueueTests(bench)
{
    [StoreFact]
    public async Task The_others_wait_until_the_canary_is_well()
    {
        var tasks = Batch(new BatchOptions { Canary = 1 }, "", "", "");
        Assert.Contains("canar", Bench.Get(tasks[1].Id).Waiting);

        using (var elsewhere = Bench.Open())
            await elsewhere.Queue.RunAsync(QueueBench.Quiet, Bench.Sink, default);

        Assert.All(tasks, task => Assert.Equal(AegirTaskStatus.Success, Bench.Status(task)));
        // Nobody began before the canary had ended.
        Assert.Equal([(0, "begin"), (0, "end")], Bench.Ledger.Take(2).Select(line => (line.Number, line.What)));
    }

    [StoreFact]
    public async Task A_canary_that_fails_cancels_the_others()
    {
        var tasks = Batch(new BatchOptions { Canary = 1 }, "fail", "", "");

        await Bench.DrainAsync();

        Assert.Equal([0], Bench.Begun);
        Assert.Equal([AegirTaskStatus.Error, AegirTaskStatus.Warning, AegirTaskStatus.Warning], tasks.Select(Bench.Status));
        Assert.Contains("canary 'site0.test' failed", Bench.Get(tasks[2].Id).Message);
    }

    [StoreFact]
    public async Task One_that_needed_nothing_has_proved_nothing()
    {
        Batch(new BatchOptions { Canary = 1 }, "nothing", "fail", "");

        await Bench.DrainAsync();

        Assert.Equal([1], Bench.Begun);
    }

    [StoreFact]
    public async Task A_spent_budget_of_failures_cancels_the_rest()
    {
        var tasks = Batch(new BatchOptions { MaxFailure = 1 }, "fail", "", "fail", "", "");

        await Bench.DrainAsync(slots: 1);

        Assert.Equal([0, 1, 2], Bench.Begun);
        Assert.Contains("More than 1", Bench.Get(tasks[4].Id).Message);
        // What comes too late meets the same.
        Assert.Equal(AegirTaskStatus.Warning, Bench.Add("late.test", 9, options: new TaskOptions { Batch = tasks[0].Batch }).Status);
    }

    [StoreFact]
    public void A_batch_that_nobody_opened_is_an_error() =>
        Assert.Equal("BatchNotFound", Assert.Throws<AegirException>(() => Bench.Add("a.test", options: new TaskOptions { Batch = 7 })).Id);

    private List<AegirTask> Batch(BatchOptions options, params string[] hows)
    {
        var batch = Bench.Hub.Queue.OpenBatch(options);
        return hows.Select((how, number) => Bench.Add($"site{number}.test", number, how, new TaskOptions { Batch = batch })).ToList();
    }
}

public sealed class SqliteBatchTests() : BatchTests(new QueueBench());

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlBatchTests(PostgreSqlServer server) : BatchTests(QueueBench.On(server));
