using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Queueing;

/// <summary>Two who write at the same moment: what the one has not committed yet must not slip past the other. Where there is one writer only, the
/// second waits.</summary>
public abstract class PassingTests(QueueBench? bench) : QueueTests(bench)
{
    private const string Here = "here/1/1";

    [StoreFact]
    public async Task Of_two_that_end_at_once_the_last_lets_go_on_what_follows_both()
    {
        var first = Bench.Add("a.test", 1);
        var second = Bench.Add("b.test", 2);
        var after = Bench.Add("c.test", 3, options: new TaskOptions { After = [first.Id, second.Id] });
        Claim(2);

        await AtOnceAsync(session => End(session, first), session => End(session, second));

        Assert.Equal([after.Id], Claim(1));
    }

    [StoreFact]
    public async Task What_waits_for_a_canary_and_for_another_task_goes_on_when_both_end_at_once()
    {
        var batch = Bench.Hub.Queue.OpenBatch(new BatchOptions { Canary = 1 });
        var other = Bench.Add("a.test", 1);
        var canary = Bench.Add("b.test", 2, options: new TaskOptions { Batch = batch });
        var after = Bench.Add("c.test", 3, options: new TaskOptions { Batch = batch, After = [other.Id] });
        Claim(2);

        await AtOnceAsync(session => End(session, other), session => End(session, canary));

        Assert.Equal([after.Id], Claim(1));
    }

    [StoreFact]
    public async Task What_is_handed_back_while_its_batch_is_stopped_is_cancelled()
    {
        var batch = Bench.Hub.Queue.OpenBatch(new BatchOptions { MaxFailure = 0 });
        var failing = Bench.Add("a.test", 1, options: new TaskOptions { Batch = batch });
        var other = Bench.Add("b.test", 2, options: new TaskOptions { Batch = batch });
        Claim(2);

        await AtOnceAsync(session => session.Queue.HandBack(other.Id, null), session => End(session, failing, AegirTaskStatus.Error));

        Assert.Equal(AegirTaskStatus.Warning, Bench.Status(other));
    }

    [StoreFact]
    public async Task What_steps_behind_one_that_is_taken_and_ends_at_that_moment_is_not_forgotten()
    {
        var other = Bench.Add("a.test", 1);
        Claim(1);
        var head = Bench.Add("b.test", 2);
        var behind = Bench.Add("b.test", 3, options: new TaskOptions { After = [other.Id] });

        await AtOnceAsync(session => End(session, other), session =>
        {
            if (session.Claims.Claim(1, Here) is [var taken])
                End(session, Bench.Get(taken.Id));
        });

        // Whichever came first, nobody looks at what slipped past.
        for (var left = 2; left > 0 && Claim(1) is [var next]; left--)
            EndNow(next);
        Assert.All([head, behind], task => Assert.Equal(AegirTaskStatus.Success, Bench.Status(task)));
    }

    [StoreFact]
    public async Task What_a_worker_is_about_to_end_nobody_takes_over()
    {
        var task = Bench.Add("a.test", 1);
        Claim(1);
        var later = DateTimeOffset.UtcNow.AddMinutes(1);
        var isTaken = true;

        await AtOnceAsync(
            session =>
            {
                session.Leases.Require(task.Id, Here, () => new InvalidOperationException("lost"));
                session.Tasks.State(task.Id);
            },
            session => isTaken = session.Leases.TakeOver(task.Id, Here, "there/1/1", later),
            session => End(session, task));

        Assert.False(isTaken);
        Assert.Equal(AegirTaskStatus.Success, Bench.Status(task));
    }

    private static void End(StateSession session, AegirTask task, AegirTaskStatus status = AegirTaskStatus.Success)
    {
        session.Journal.Record(task.Id, 0, "step", StepPhase.Begun);
        session.Tasks.Finish(task.Id, status, null);
        session.Leases.Release(task.Id);
        session.Queue.Settle(task.Id);
    }

    /// <summary>Does the second while what the first wrote is there, but not committed.</summary>
    /// <param name="rest">What the first writes when the second had its time.</param>
    private async Task AtOnceAsync(Action<StateSession> first, Action<StateSession> second, Action<StateSession>? rest = null)
    {
        using IStateStore one = Bench.OpenStore();
        using IStateStore two = Bench.OpenStore();
        Task? other = null;
        one.WriteTask(session =>
        {
            first(session);
            // It is written, not only said.
            session.Tasks.StopRequests();
            other ??= Task.Run(() => two.WriteTask(second));
            other.Wait(1000);
            rest?.Invoke(session);
        });
        await other!;
    }

    private void EndNow(long id)
    {
        var task = Bench.Get(id);
        using IStateStore store = Bench.OpenStore();
        store.WriteTask(session => End(session, task));
    }

    private long[] Claim(int count) => Bench.OnStore(store => store.WriteTask(session => session.Claims.Claim(count, Here).Select(task => task.Id).ToArray()));
}

public sealed class SqlitePassingTests() : PassingTests(new QueueBench());

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlPassingTests(PostgreSqlServer server) : PassingTests(QueueBench.On(server));
