using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tests.Components;

namespace Aegir.Tests.State.Shared;

/// <summary>Connections that break while something is written: it is written once, wherever they break.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class CutTests(PostgreSqlServer server)
{
    // Not that of READ COMMITTED.
    private const string Commit = "COMMIT\0";

    [NeedsPostgreSqlTheory]
    [InlineData(Commit, CutAt.BeforeServer)]
    [InlineData(Commit, CutAt.BeforeAnswer)]
    [InlineData(Commit, CutAt.Delayed)]
    [InlineData("aegir_write", CutAt.BeforeServer)]
    [InlineData("aegir_write", CutAt.BeforeAnswer)]
    [InlineData("INSERT INTO task_log", CutAt.BeforeAnswer)]
    public async Task A_write_whose_connection_is_cut_is_done_once(string statement, CutAt at)
    {
        using var link = new CuttableLink(server.Port);
        using IStateStore store = PostgreSqlStore.Open(server.MakeHub().Replace($"Port={server.Port}", $"Port={link.Port}"));
        var task = store.Write(session => session.Tasks.Start("verify", "site", "a", "here/1/1", null));
        foreach (var (write, isAlone) in new (Action<Action<StateSession>>, bool)[] { (store.Write, true), (store.WriteTask, false) })
        {
            var (runs, told) = (0, 0);
            var cut = link.Arm(statement, at);
            write(session =>
            {
                runs++;
                session.Tasks.Log(task, TaskLogLevel.Info, null, "once");
                session.AfterCommit(() => told++);
            });
            await cut.Happened.Task.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Single(store.Read(session => session.Tasks.LogOf(task).ToList()));
            Assert.Equal(1, told);
            // Who writes alone has the lock before it does anything; the others are sent with their first question.
            Assert.Equal(statement == Commit && at != CutAt.BeforeServer || statement == "aegir_write" && isAlone ? 1 : 2, runs);
            task = store.Write(session => session.Tasks.Start("verify", "site", "a", "here/1/1", null));
        }
    }

    [NeedsPostgreSqlFact]
    public void What_was_read_in_part_is_an_error_and_what_was_not_begun_is_read_again()
    {
        using IStateStore store = PostgreSqlStore.Open(server.MakeHub());
        store.Write(session =>
        {
            for (var number = 0; number < 5000; number++)
                session.Distributions.Add($"d{number:00000} {new string('x', 1500)}");
        });
        var database = store.Location.Split('/')[^1];
        void CutAll() => server.Query($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND application_name = 'Aegir'");

        CutAll();
        Assert.Equal(5000, store.Stream(session => session.Distributions.Find()).Count());
        CutAll();
        Assert.Equal(5000, store.Read(session => session.Distributions.Find().Count()));
        using var rows = store.Stream(session => session.Distributions.Find()).GetEnumerator();
        Assert.True(rows.MoveNext());
        CutAll();
        var error = Assert.Throws<AegirException>(() =>
        {
            while (rows.MoveNext())
            {
            }
        });
        Assert.Equal("HubUnreachable", error.Id);
    }

    [NeedsPostgreSqlFact]
    public async Task Writers_whose_connections_are_ended_all_the_time_lose_nothing_and_repeat_nothing()
    {
        using var store = PostgreSqlStore.Open(server.MakeHub());
        var database = store.Location.Split('/')[^1];
        using var stop = new CancellationTokenSource();
        var ended = 0;
        var breaker = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                ended += server.Query($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND application_name = 'Aegir'").Count(letter => letter == 't');
                await Task.Delay(100);
            }
        });
        await Ledger.WriteAsync(store, 4, 40);
        await stop.CancelAsync();
        await breaker;
        Assert.True(ended > 0);
        Ledger.Check(store, 4, 40);
    }
}
