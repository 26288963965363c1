using Aegir.Benchmarks.Measuring;
using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tests.Components;
using Npgsql;

namespace Aegir.Benchmarks.Hub;

/// <summary>How many tasks a second four workers claim one by one, and end, in either store. A bare loop of FOR UPDATE SKIP LOCKED over a table of
/// ids, which knows no order, lease, limit or log, is what PostgreSQL allows at most.</summary>
internal static class ClaimRate
{
    private const int Workers = 4;
    private const int Tasks = 1000;

    public static async Task RunAsync(Report report)
    {
        using var folder = new TempFolder();
        using var file = SqliteStore.Open(folder.At("hub.db"));
        await OursAsync(file);
        var alone = await Clock.InterleaveAsync(3, () => OursAsync(file));
        if (PostgreSqlServer.WhyNot is { } why)
        {
            report.Add("tasks claimed and ended, 4 workers, SQLite", Rate(alone[0]), "", null, null);
            report.Skip("tasks claimed and ended in PostgreSQL", why);
            return;
        }
        using var server = new PostgreSqlServer();
        var address = server.MakeHub();
        using var shared = PostgreSqlStore.Open(address);
        using var source = NpgsqlDataSource.Create(address + ";Max Auto Prepare=20;Auto Prepare Min Usages=2");
        Execute(source, "CREATE TABLE job (id BIGINT PRIMARY KEY, status BIGINT NOT NULL)");
        Execute(source, "CREATE INDEX job_queued ON job (id) WHERE status = 0");
        await Clock.InterleaveAsync(1, () => OursAsync(shared), () => BareAsync(source));
        var seconds = await Clock.InterleaveAsync(5, () => OursAsync(file), () => OursAsync(shared), () => BareAsync(source));
        report.Add("tasks claimed and ended, 4 workers, SQLite", Rate(seconds[0]), $"{Rate(seconds[1])} on PostgreSQL", Clock.Median(seconds[0]) / Clock.Median(seconds[1]), null);
        report.Add("tasks claimed and ended, 4 workers, PostgreSQL", Rate(seconds[1]), $"{Rate(seconds[2])} in a bare loop", Clock.Median(seconds[1]) / Clock.Median(seconds[2]), null);
    }

    private static async Task<double> OursAsync(IStateStore store)
    {
        store.Write(session =>
        {
            for (var number = 0; number < Tasks; number++)
                session.Queue.Add(new QueueEntry("wait", "site", $"site{number}.test", WaitingTask.Name, "{}", [$"site:site{number}.test"]) { Client = $"client{number % 20}" });
        });
        return await Clock.SecondsAsync(() => ManyAsync(worker =>
        {
            if (store.WriteTask(session => session.Claims.Claim(1, $"here/{worker}/1")) is not [var claimed])
                return false;
            store.WriteTask(session =>
            {
                session.Tasks.Finish(claimed.Id, AegirTaskStatus.Success, null);
                session.Leases.Release(claimed.Id);
                session.Queue.Settle(claimed.Id);
            });
            return true;
        }));
    }

    private static async Task<double> BareAsync(NpgsqlDataSource source)
    {
        Execute(source, $"TRUNCATE job; INSERT INTO job SELECT number, 0 FROM generate_series(1, {Tasks}) number");
        return await Clock.SecondsAsync(() => ManyAsync(_ =>
        {
            using var claim = source.CreateCommand(
                "UPDATE job SET status = -1 WHERE id = (SELECT id FROM job WHERE status = 0 ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id");
            if (claim.ExecuteScalar() is not long id)
                return false;
            using var end = source.CreateCommand("UPDATE job SET status = 1 WHERE id = $1");
            end.Parameters.AddWithValue(id);
            end.ExecuteNonQuery();
            return true;
        }));
    }

    private static Task ManyAsync(Func<int, bool> act) => Task.WhenAll(Enumerable.Range(1, Workers).Select(worker => Task.Factory.StartNew(() =>
    {
        while (act(worker))
        {
        }
    }, TaskCreationOptions.LongRunning)));

    private static void Execute(NpgsqlDataSource source, string sql)
    {
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private static string Rate(double[] seconds) => $"{Report.Number(Tasks / Clock.Median(seconds))}/s";
}
