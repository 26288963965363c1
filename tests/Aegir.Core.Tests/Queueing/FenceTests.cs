using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Queueing;

/// <summary>A worker that cannot tell the store that it works gives its tasks up before others take them.</summary>
public abstract class FenceTests(QueueBench? bench) : QueueTests(bench)
{
    /// <summary>The usual times in small.</summary>
    protected static LeaseTimes Times { get; } = new() { Beat = TimeSpan.FromMilliseconds(500), Fence = TimeSpan.FromSeconds(6), Patience = TimeSpan.FromSeconds(9) };

    [StoreFact]
    public async Task Who_cannot_write_for_too_long_does_not_even_undo_and_puts_it_right_when_it_can()
    {
        var task = Bench.Add("a.test", 1, "wait");
        using var stop = new CancellationTokenSource();
        var run = Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true }, Bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Any()), Bench.Sink.ToString());

        using (var store = Bench.OpenStore())
        using (var isOpen = new ManualResetEventSlim())
        {
            var writing = Task.Run(() => store.Write(_ => isOpen.Wait()));
            Assert.True(await Wait.UntilAsync(() => Bench.Sink.ToString().Contains("no sign of life"), 25), Bench.Sink.ToString());
            isOpen.Set();
            await writing;
        }

        Assert.True(await Wait.UntilAsync(() => Bench.Status(task) == AegirTaskStatus.Interrupted, 60), Bench.Sink.ToString());
        Assert.NotEmpty(Bench.Get(task.Id).Message!);
        Assert.Equal(["begin"], Bench.Ledger.Select(line => line.What));
        var next = Bench.Add("a.test", 2);
        Assert.True(await Wait.UntilAsync(() => Bench.Status(next) == AegirTaskStatus.Success, 60), Bench.Sink.ToString());
        await stop.CancelAsync();
        Assert.Equal(new QueueRun(2, 1, 1, 0), await run);
    }
}

public sealed class SqliteFenceTests() : FenceTests(new QueueBench(times: Times))
{
    [Fact]
    public async Task Who_gives_signs_keeps_its_task_however_long_it_takes()
    {
        using var patient = new QueueBench(times: new LeaseTimes { Beat = TimeSpan.FromSeconds(1), Fence = TimeSpan.FromSeconds(8), Patience = TimeSpan.FromSeconds(12) });
        patient.Hub.Queue.Enqueue(patient.Order("a.test", 1, milliseconds: 12_500));

        Assert.Equal(new QueueRun(1, 1, 0, 0), await patient.DrainAsync());

        Assert.Equal(["begin", "end"], patient.Ledger.Select(line => line.What));
    }
}

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlFenceTests(PostgreSqlServer server) : FenceTests(QueueBench.On(server, Times));
