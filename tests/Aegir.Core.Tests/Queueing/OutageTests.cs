using Aegir.State;
using Aegir.Tests.Components;

namespace Aegir.Tests.Queueing;

/// <summary>A database server that is away for longer than a call is tried again.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class OutageTests(PostgreSqlServer server)
{
    private static LeaseTimes Times { get; } = new() { Retry = TimeSpan.FromSeconds(1) };

    [NeedsPostgreSqlFact]
    public async Task A_worker_waits_for_it_keeps_its_tasks_and_goes_on()
    {
        using var link = new CuttableLink(server.Port);
        using var bench = Bench(link);
        var held = bench.Add("a.test", 1, "wait");
        using var stop = new CancellationTokenSource();
        var run = bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true }, bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Any()), bench.Sink.ToString());

        link.GoDown();
        Assert.True(await Wait.UntilAsync(() => bench.Sink.ToString().Contains("store is waited for"), 30), bench.Sink.ToString());
        link.ComeBack();
        Assert.True(await Wait.UntilAsync(() => bench.Sink.ToString().Contains("store answers again"), 30), bench.Sink.ToString());

        Assert.Equal(AegirTaskStatus.Processing, bench.Status(held));
        var next = bench.Add("b.test", 2);
        Assert.True(await Wait.UntilAsync(() => bench.Status(next) == AegirTaskStatus.Success, 30), bench.Sink.ToString());
        await stop.CancelAsync();
        Assert.Equal(new QueueRun(2, 1, 0, 1), await run);
        Assert.Equal(["begin", "undo"], bench.Ledger.Where(line => line.Number == 1).Select(line => line.What));
        Assert.Single(bench.Sink.Events, item => item.Message.Contains("store is waited for"));
    }

    [NeedsPostgreSqlFact]
    public async Task Who_is_to_leave_by_a_time_leaves_with_an_error()
    {
        using var link = new CuttableLink(server.Port);
        using var bench = Bench(link);
        link.GoDown();

        var error = await Assert.ThrowsAsync<AegirException>(() =>
            bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Until = DateTimeOffset.UtcNow }, bench.Sink, default));

        Assert.Equal("HubUnreachable", error.Id);
    }

    private QueueBench Bench(CuttableLink link) => new(server.MakeHub().Replace($"Port={server.Port}", $"Port={link.Port}"), Times);
}
