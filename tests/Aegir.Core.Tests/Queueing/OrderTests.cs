using Aegir.Tests.Components;

namespace Aegir.Tests.Queueing;

/// <summary>Which of the queued tasks goes next.</summary>
public sealed class OrderTests : IDisposable
{
    private readonly QueueBench bench = new();

    [Fact]
    [Trait("Oracle", "51")]
    public async Task Of_two_tasks_of_one_site_one_is_taken_and_of_two_sites_both()
    {
        var first = bench.Add("one.test", 1, "wait");
        var second = bench.Add("one.test", 2, "wait");
        var other = bench.Add("two.test", 3, "wait");
        using var stop = new CancellationTokenSource();

        var run = bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true }, bench.Sink, stop.Token);

        Assert.True(await Wait.UntilAsync(() => bench.Begun.Count() == 2), bench.Sink.ToString());
        Assert.Equal([1, 3], bench.Begun.Order());
        Assert.Contains($"(task {first.Id})", bench.Get(second.Id).Waiting);
        Assert.Contains("on site one.test since", bench.Get(second.Id).Waiting);
        Assert.Null(bench.Get(other.Id).Waiting);
        using var elsewhere = bench.Open();
        Assert.Equal(bench.Get(second.Id).Waiting, elsewhere.Tasks.Get(second.Id).Waiting);
        bench.Hub.Queue.Stop(first.Id);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Contains(2)), bench.Sink.ToString());
        await stop.CancelAsync();
        Assert.Equal(2, (await run).HandedBack);
    }

    // The original counted what runs against a number of items; here that is the number of slots.
    [Theory]
    [Trait("Oracle", "52")]
    [InlineData(3, 2)]
    [InlineData(5, 0)]
    public async Task With_five_slots_and_some_running_only_the_others_are_filled(int running, int more)
    {
        foreach (var number in Enumerable.Range(1, running))
            bench.Add($"site{number}.test", number, "wait");
        using var stop = new CancellationTokenSource();
        var run = bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true, ThrottleLimit = 5 }, bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Count() == running), bench.Sink.ToString());

        foreach (var number in Enumerable.Range(11, 5))
            bench.Add($"site{number}.test", number, "wait");

        Assert.True(await Wait.UntilAsync(() => bench.Begun.Count() == running + more), bench.Sink.ToString());
        await Task.Delay(300);
        Assert.Equal(running + more, bench.Begun.Count());
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Higher_priorities_go_first_and_of_one_the_earlier()
    {
        bench.Add("a.test", 1);
        bench.Add("b.test", 2, options: new TaskOptions { Priority = 5 });
        bench.Add("b.test", 3, options: new TaskOptions { Priority = 9 });
        bench.Add("c.test", 4);

        await bench.DrainAsync(slots: 1);

        Assert.Equal([3, 2, 1, 4], bench.Begun);
    }

    [Fact]
    public async Task Clients_take_turns()
    {
        foreach (var number in Enumerable.Range(1, 50))
            bench.Add($"a{number}.test", number, client: "greedy");
        bench.Add("b.test", 100, client: "modest");

        await bench.DrainAsync(slots: 1, most: 3);

        Assert.Contains(100, bench.Begun);
        // Where several are taken at once, they are taken by turns as well.
        bench.Add("c.test", 101, client: "modest");
        bench.Add("d.test", 102, client: "modest");
        await bench.DrainAsync(slots: 4, most: 4);
        Assert.Equal([101, 102], bench.Begun.Where(number => number > 100).Order());
    }

    [Fact]
    public async Task None_is_begun_before_its_time()
    {
        var late = bench.Add("a.test", 1, options: new TaskOptions { NotBefore = DateTimeOffset.UtcNow.AddHours(1) });
        var soon = bench.Add("b.test", 2, options: new TaskOptions { NotBefore = DateTimeOffset.UtcNow.AddSeconds(1) });
        using var stop = new CancellationTokenSource();

        var run = bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true }, bench.Sink, stop.Token);

        Assert.True(await Wait.UntilAsync(() => bench.Status(soon) == AegirTaskStatus.Success), bench.Sink.ToString());
        Assert.True(bench.Get(soon.Id).Started >= soon.NotBefore);
        Assert.Equal(AegirTaskStatus.Queued, bench.Status(late));
        Assert.StartsWith("waiting until", bench.Get(late.Id).Waiting);
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_task_follows_those_it_depends_on_and_is_cancelled_where_one_fails()
    {
        var good = bench.Add("a.test", 1);
        var after = bench.Add("b.test", 2, options: new TaskOptions { After = [good.Id], Priority = 9 });
        var bad = bench.Add("c.test", 3, "fail");
        var never = bench.Add("d.test", 4, options: new TaskOptions { After = [good.Id, bad.Id] });
        var nor = bench.Add("e.test", 5, options: new TaskOptions { After = [never.Id] });
        Assert.Equal($"waiting for task {good.Id} (ledger a.test)", bench.Get(after.Id).Waiting);

        await bench.DrainAsync();

        Assert.Equal([1, 2], bench.Begun.Where(number => number != 3));
        Assert.All([never, nor], task => Assert.Equal(AegirTaskStatus.Warning, bench.Status(task)));
        Assert.Contains($"task {bad.Id} (ledger c.test)", bench.Get(never.Id).Message);
        Assert.Contains($"task {never.Id}", Assert.Single(bench.Hub.Tasks.LogOf(nor.Id)).Message);
    }

    [Fact]
    public async Task A_server_has_no_more_tasks_than_it_may()
    {
        bench.Hub.Servers.Set(Server.MasterName, server => server with { MaxTasks = 2 });
        var tasks = Enumerable.Range(1, 4).Select(number => bench.Add($"s{number}.test", number, "wait", server: Server.MasterName)).ToList();
        var other = bench.Add("else.test", 9);
        using var stop = new CancellationTokenSource();

        var run = bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true, ThrottleLimit = 8 }, bench.Sink, stop.Token);

        Assert.True(await Wait.UntilAsync(() => bench.Begun.Count() == 3), bench.Sink.ToString());
        await Task.Delay(300);
        Assert.Equal([1, 2, 9], bench.Begun.Order());
        Assert.Contains("server server_master has 2 tasks", bench.Get(tasks[3].Id).Waiting);
        Assert.Equal(AegirTaskStatus.Success, bench.Status(other));
        await stop.CancelAsync();
        await run;
    }

    public void Dispose() => bench.Dispose();
}
