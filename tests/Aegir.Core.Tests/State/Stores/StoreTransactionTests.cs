using System.Data.Common;
using Aegir.Operations;
using Aegir.State;
using Aegir.Tasks;
using Aegir.Tests.Components;

namespace Aegir.Tests.State.Stores;

/// <summary>What a store promises about writes that fail, and about those who work with it at once.</summary>
public abstract class StoreTransactionTests : StoreTests
{
    [StoreFact]
    public void A_write_that_fails_leaves_nothing_and_does_nothing_afterwards()
    {
        var told = new List<string>();
        Assert.Throws<InvalidOperationException>(() => Store.Write(session =>
        {
            session.Distributions.Add("One");
            session.AfterCommit(() => told.Add("one"));
            throw new InvalidOperationException("no");
        }));
        Store.Write(session =>
        {
            session.Distributions.Add("Two");
            session.AfterCommit(() => told.Add("two"));
        });
        Assert.Equal("Two", Assert.Single(Store.Read(session => session.Distributions.Find().ToList())).Name);
        Assert.Equal(["two"], told);
    }

    [StoreFact]
    public void What_breaks_a_rule_of_the_tables_is_refused()
    {
        Store.Write(session => session.Distributions.Add("Ten"));
        Assert.ThrowsAny<DbException>(() => Store.Write(session => session.Distributions.Add("TEN")));
        Assert.ThrowsAny<DbException>(() => Store.Write(session => session.Distributions.SetTarget(1, 4711)));
        Assert.ThrowsAny<DbException>(() => Store.WriteTask(session => session.Leases.Add("site:1", 4711, "here/1/1")));
        Assert.Null(Store.Read(session => session.Distributions.Get("Ten"))!.Target);
    }

    [StoreFact]
    public void Who_reads_sees_one_state()
    {
        var (before, after) = Store.Read(session =>
        {
            var first = session.Distributions.Find().Count();
            Task.Run(() => Store.Write(other => other.Distributions.Add("Ten"))).Wait();
            return (first, session.Distributions.Find().Count());
        });
        Assert.Equal((0, 0), (before, after));
        Assert.Equal("Ten", Store.Read(session => session.Distributions.Get("ten"))!.Name);
    }

    [StoreFact]
    public void Rows_are_streamed_while_others_write_and_may_be_left()
    {
        var platform = AddPlatform("p");
        Store.Write(session =>
        {
            for (var number = 0; number < 3000; number++)
                session.Sites.Add(new Site { Name = $"s{number:0000}.test", Directory = $"s{number:0000}.test", Status = SiteStatus.Enabled }, platform);
        });

        var names = new List<string>();
        foreach (var site in Store.Stream(session => session.Sites.Find(new SiteFilter())))
        {
            if (names.Count is 0 or 2500)
                AddSite($"z{names.Count}.test", platform);
            names.Add(site.Name);
        }
        Assert.Equal(3000, names.Count);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        for (var time = 0; time < 5; time++)
            Assert.Equal("s0000.test", Store.Stream(session => session.Sites.Find(new SiteFilter())).First().Name);
        AddSite("y.test", platform);
    }

    [StoreFact]
    public async Task No_write_is_lost_among_many_at_once()
    {
        var task = StartTask("counter");
        Store.Write(session => session.Tasks.SetState(task, "0"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var time = 0; time < 20; time++)
                Store.Write(session => session.Tasks.SetState(task, $"{int.Parse(session.Tasks.State(task)!) + 1}"));
        })));

        Assert.Equal("160", Store.Read(session => session.Tasks.State(task)));
    }

    [StoreFact, Trait("Oracle", "51")]
    public async Task One_of_many_gets_a_lease_and_the_others_are_told_who_has_it()
    {
        using var runner = new TaskRunner(Store);
        var all = new TaskCompletionSource();
        var refused = 0;
        var running = 0;
        var runs = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            try
            {
                // In either order, as two who wait for each other would.
                await runner.RunAsync(new Holding(number % 2 == 0 ? ["site:a", "site:b"] : ["site:b", "site:a"], () =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref running));
                    return all.Task;
                }), new RecordingSink(), default);
            }
            catch (AegirException error) when (error.Id == "TargetBusy")
            {
                Assert.Contains(Environment.MachineName, error.Message);
                if (Interlocked.Increment(ref refused) == 7)
                    all.SetResult();
            }
        })).ToList();
        await Task.WhenAll(runs).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(7, refused);
        Assert.Equal(AegirTaskStatus.Success, Assert.Single(Store.Read(session => session.Tasks.Find(new TaskFilter()).ToList())).Status);
        Assert.Empty(Store.Read(session => session.Leases.All()));
    }

    [StoreFact]
    public async Task A_write_about_a_task_waits_for_a_write_of_all()
    {
        var task = StartTask("a");
        using var inside = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var order = new List<string>();
        var write = Task.Run(() => Store.Write(session =>
        {
            session.Tasks.SetState(task, "first");
            inside.Set();
            leave.Wait();
            lock (order)
                order.Add("write");
        }));
        inside.Wait();
        var other = Task.Run(() => Store.WriteTask(session =>
        {
            session.Tasks.SetState(task, session.Tasks.State(task) + ", second");
            lock (order)
                order.Add("task");
        }));
        await Task.Delay(50);
        leave.Set();
        await Task.WhenAll(write, other);
        Assert.Equal(["write", "task"], order);
        Assert.Equal("first, second", Store.Read(session => session.Tasks.State(task)));
    }

    [StoreFact]
    public async Task Those_who_await_their_writes_and_those_who_stand_and_wait_all_get_through()
    {
        var task = StartTask("a");
        var told = 0;
        var writes = Enumerable.Range(0, 60).Select(number => (number % 3) switch
        {
            0 => Task.Run(() => Store.WriteTask(session => Write(session, number))),
            1 => Store.WriteTaskAsync(session => Write(session, number)),
            _ => Store.WriteAsync(session => Write(session, number)),
        }).ToList();
        foreach (var (number, write) in writes.Index())
            if (number % 10 == 7)
                await Assert.ThrowsAsync<InvalidOperationException>(() => write);
            else
                Assert.Equal(number, await write);

        var kept = Enumerable.Range(0, 60).Where(number => number % 10 != 7);
        Assert.Equal(kept, Store.Read(session => session.Journal.Of(task)).Select(entry => entry.Position));
        Assert.Equal(kept.Count(), told);

        int Write(StateSession session, int number)
        {
            session.Journal.Record(task, number, "step", StepPhase.Begun);
            session.AfterCommit(() => Interlocked.Increment(ref told));
            return number % 10 == 7 ? throw new InvalidOperationException("no") : number;
        }
    }

    [StoreFact]
    public async Task Who_waits_for_tasks_is_woken_when_one_is_there()
    {
        // A server's store comes back once when it has begun to listen.
        await Store.WaitForTaskAsync(TimeSpan.FromSeconds(Store.FilePath is null ? 60 : 0), default);
        var waiting = Store.WaitForTaskAsync(TimeSpan.FromSeconds(60), default);
        Store.Write(session =>
        {
            session.AnnounceTask();
            Thread.Sleep(100);
            Assert.False(waiting.IsCompleted);
        });
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        await Store.WaitForTaskAsync(TimeSpan.FromMilliseconds(50), default);
        using var stop = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.WaitForTaskAsync(TimeSpan.FromSeconds(60), stop.Token));
    }

    private sealed class Holding(string[] resources, Func<Task> act) : Operation
    {
        public override string Type => "verify";

        public override string TargetType => "site";

        public override string Target => "a";

        public override IReadOnlyList<string> Resources => resources;

        public override IReadOnlyList<Step> Steps { get; } = [new Step("hold", _ => act())];
    }
}
