using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Queueing;

/// <summary>Which of the queued tasks goes next.</summary>
public abstract class OrderTests(QueueBench? bench) : QueueTests(bench)
{
    [StoreFact]
    [Trait("Oracle", "51")]
    public async Task Of_two_tasks_of_one_site_one_is_taken_and_of_two_sites_both()
    {
        var first = Bench.Add("one.test", 1, "wait");
        var second = Bench.Add("one.test", 2, "wait");
        var other = Bench.Add("two.test", 3, "wait");
        using var stop = new CancellationTokenSource();

        var run = Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true }, Bench.Sink, stop.Token);

        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Count() == 2), Bench.Sink.ToString());
        Assert.Equal([1, 3], Bench.Begun.Order());
        Assert.Contains($"(task {first.Id})", Bench.Get(second.Id).Waiting);
        Assert.Contains("on site one.test since", Bench.Get(second.Id).Waiting);
        Assert.Null(Bench.Get(other.Id).Waiting);
        using var elsewhere = Bench.Open();
        Assert.Equal(Bench.Get(second.Id).Waiting, elsewhere.Tasks.Get(second.Id).Waiting);
        Bench.Hub.Queue.Stop(first.Id);
        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Contains(2)), Bench.Sink.ToString());
        await stop.CancelAsync();
        Assert.Equal(2, (await run).HandedBack);
    }

    // The original counted what runs against a number of items; here that is the number of slots.
    [StoreTheory]
    [Trait("Oracle", "52")]
    [InlineData(3, 2)]
    [InlineData(5, 0)]
    public async Task With_five_slots_and_some_running_only_the_others_are_filled(int running, int more)
    {
        foreach (var number in Enumerable.Range(1, running))
            Bench.Add($"site{number}.test", number, "wait");
        using var stop = new CancellationTokenSource();
        var run = Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true, ThrottleLimit = 5 }, Bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Count() == running), Bench.Sink.ToString());

        foreach (var number in Enumerable.Range(11, 5))
            Bench.Add($"site{number}.test", number, "wait");

        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Count() == running + more), Bench.Sink.ToString());
        await Task.Delay(300);
        Assert.Equal(running + more, Bench.Begun.Count());
        await stop.CancelAsync();
        await run;
    }

    [StoreFact]
    public async Task Higher_priorities_go_first_and_of_one_the_earlier()
    {
        Bench.Add("a.test", 1);
        Bench.Add("b.test", 2, options: new TaskOptions { Priority = 5 });
        Bench.Add("b.test", 3, options: new TaskOptions { Priority = 9 });
        Bench.Add("c.test", 4);

        await Bench.DrainAsync(slots: 1);

        Assert.Equal([3, 2, 1, 4], Bench.Begun);
    }

    [StoreFact]
    public async Task Clients_take_turns()
    {
        foreach (var number in Enumerable.Range(1, 50))
            Bench.Add($"a{number}.test", number, client: "greedy");
        Bench.Add("b.test", 100, client: "modest");

        await Bench.DrainAsync(slots: 1, most: 3);

        Assert.Contains(100, Bench.Begun);
        // Where several are taken at once, they are taken by turns as well.
        Bench.Add("c.test", 101, client: "modest");
        Bench.Add("d.test", 102, client: "modest");
        await Bench.DrainAsync(slots: 4, most: 4);
        Assert.Equal([101, 102], Bench.Begun.Where(number => number > 100).Order());
    }

    [StoreFact]
    public async Task None_is_begun_before_its_time()
    {
        var late = Bench.Add("a.test", 1, options: new TaskOptions { NotBefore = DateTimeOffset.UtcNow.AddHours(1) });
        var soon = Bench.Add("b.test", 2, options: new TaskOptions { NotBefore = DateTimeOffset.UtcNow.AddSeconds(1) });
        using var stop = new CancellationTokenSource();

        var run = Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true }, Bench.Sink, stop.Token);

        Assert.True(await Wait.UntilAsync(() => Bench.Status(soon) == AegirTaskStatus.Success), Bench.Sink.ToString());
        Assert.True(Bench.Get(soon.Id).Started >= soon.NotBefore);
        Assert.Equal(AegirTaskStatus.Queued, Bench.Status(late));
        Assert.StartsWith("waiting until", Bench.Get(late.Id).Waiting);
        await stop.CancelAsync();
        await run;
    }

    [StoreFact]
    public async Task A_task_follows_those_it_depends_on_and_is_cancelled_where_one_fails()
    {
        var good = Bench.Add("a.test", 1);
        var after = Bench.Add("b.test", 2, options: new TaskOptions { After = [good.Id], Priority = 9 });
        var bad = Bench.Add("c.test", 3, "fail");
        var never = Bench.Add("d.test", 4, options: new TaskOptions { After = [good.Id, bad.Id] });
        var nor = Bench.Add("e.test", 5, options: new TaskOptions { After = [never.Id] });
        Assert.Equal($"waiting for task {good.Id} (ledger a.test)", Bench.Get(after.Id).Waiting);

        await Bench.DrainAsync();

        Assert.Equal([1, 2], Bench.Begun.Where(number => number != 3));
        Assert.All([never, nor], task => Assert.Equal(AegirTaskStatus.Warning, Bench.Status(task)));
        Assert.Contains($"task {bad.Id} (ledger c.test)", Bench.Get(never.Id).Message);
        Assert.Contains($"task {never.Id}", Assert.Single(Bench.Hub.Tasks.LogOf(nor.Id)).Message);
    }

    [StoreFact]
    public async Task A_task_is_cancelled_when_one_that_it_was_to_follow_fails_whatever_else_it_waits_for()
    {
        var slow = Bench.Add("a.test", 1, "wait");
        var bad = Bench.Add("b.test", 2, "fail");
        var never = Bench.Add("c.test", 3, options: new TaskOptions { After = [slow.Id, bad.Id] });
        using var stop = new CancellationTokenSource();

        var run = Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true }, Bench.Sink, stop.Token);

        Assert.True(await Wait.UntilAsync(() => Bench.Status(never) == AegirTaskStatus.Warning), Bench.Sink.ToString());
        Assert.Contains($"task {bad.Id} (ledger b.test)", Bench.Get(never.Id).Message);
        Assert.Equal(AegirTaskStatus.Processing, Bench.Status(slow));
        await stop.CancelAsync();
        await run;
    }

    // Two that end at once, in two transactions, each see the other as under way.
    [StoreFact]
    public async Task Who_leaves_looks_once_more_for_what_nobody_let_go_on()
    {
        var first = Bench.Add("a.test", 1);
        await Bench.DrainAsync();
        var slow = Bench.Add("b.test", 2, "wait");
        var run = Bench.DrainAsync();
        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Contains(2)), Bench.Sink.ToString());

        var after = Bench.Add("c.test", 3, options: new TaskOptions { After = [first.Id], NotBefore = DateTimeOffset.UtcNow.AddHours(1) });
        Bench.Execute($"UPDATE task SET not_before = NULL, readiness = 0 WHERE id = {after.Id}");
        Bench.Hub.Queue.Stop(slow.Id);
        await run;

        Assert.Equal(AegirTaskStatus.Success, Bench.Status(after));
    }

    [StoreFact]
    public async Task A_server_has_no_more_tasks_than_it_may()
    {
        Bench.Hub.Servers.Set(Server.MasterName, server => server with { MaxTasks = 2 });
        var tasks = Enumerable.Range(1, 4).Select(number => Bench.Add($"s{number}.test", number, "wait", server: Server.MasterName)).ToList();
        var other = Bench.Add("else.test", 9);
        using var stop = new CancellationTokenSource();

        var run = Bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true, ThrottleLimit = 8 }, Bench.Sink, stop.Token);

        Assert.True(await Wait.UntilAsync(() => Bench.Begun.Count() == 3), Bench.Sink.ToString());
        await Task.Delay(300);
        Assert.Equal([1, 2, 9], Bench.Begun.Order());
        Assert.Contains("server server_master has 2 tasks", Bench.Get(tasks[3].Id).Waiting);
        Assert.Equal(AegirTaskStatus.Success, Bench.Status(other));
        await stop.CancelAsync();
        await run;
    }
}

public sealed class SqliteOrderTests() : OrderTests(new QueueBench());

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlOrderTests(PostgreSqlServer server) : OrderTests(QueueBench.On(server));
