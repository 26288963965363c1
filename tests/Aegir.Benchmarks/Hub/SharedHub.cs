using Aegir.Benchmarks.Measuring;
using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tasks;
using Aegir.Tests.Components;
using Npgsql;

namespace Aegir.Benchmarks.Hub;

/// <summary>A hub in PostgreSQL: streaming 100,000 sites against a bare reader, and tasks of one step against bare transactions. The server writes
/// every statement into its log and waits for no disk, for both alike.</summary>
internal static class SharedHub
{
    private const int Workers = 16;
    private const int Tasks = 1500;

    public static async Task RunAsync(Report report)
    {
        if (PostgreSqlServer.WhyNot is { } why)
        {
            report.Skip("a hub in PostgreSQL", why);
            return;
        }
        using var server = new PostgreSqlServer();
        var address = server.MakeHub();
        using var store = PostgreSqlStore.Open(address);
        using var source = NpgsqlDataSource.Create(address);
        SiteStream.Fill(store);
        server.Query("ANALYZE", HubAddress.Show(address).Split('/')[^1]);
        await StreamAsync(report, store, source);
        await TasksAsync(report, store, source);
    }

    private static async Task StreamAsync(Report report, PostgreSqlStore store, NpgsqlDataSource source)
    {
        var seconds = await Clock.InterleaveAsync(5, () => Clock.SecondsAsync(() => Task.Run(Ours)), () => Clock.SecondsAsync(() => Task.Run(Bare)));
        report.AddSeconds("100,000 sites streamed, PostgreSQL", seconds[0], seconds[1], 2);
        var (few, many) = (Growth(10_000), Growth(SiteStream.Sites));
        report.Add("  live memory at row 100,000", $"{many / 1024.0:0} KiB", $"{few / 1024.0:0} KiB at row 10,000", null, null);

        IEnumerable<Site> Sites() => store.Stream(session => session.Sites.Find(new SiteFilter()));

        void Ours() => Require(Sites().Count());

        void Bare()
        {
            using var command = source.CreateCommand(SiteStream.Query);
            using var reader = command.ExecuteReader();
            var values = new object[reader.FieldCount];
            var rows = 0;
            for (; reader.Read(); rows++)
                reader.GetValues(values);
            Require(rows);
        }

        long Growth(int at)
        {
            using var sites = Sites().GetEnumerator();
            sites.MoveNext();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var row = 1; row < at; row++)
                sites.MoveNext();
            return GC.GetTotalMemory(forceFullCollection: true) - before;
        }
    }

    // A task of one step is four transactions: begun, the step begun, the step done, ended.
    private static async Task TasksAsync(Report report, PostgreSqlStore store, NpgsqlDataSource source)
    {
        using var runner = new TaskRunner(store);
        await OursAsync();
        var seconds = await Clock.InterleaveAsync(3, () => Clock.SecondsAsync(OursAsync), () => Clock.SecondsAsync(BareAsync));
        report.Add("tasks of one step, 16 workers, PostgreSQL", $"{Report.Number(Tasks / Clock.Median(seconds[0]))}/s",
            $"{Report.Number(Tasks / Clock.Median(seconds[1]))}/s with four bare updates each", Clock.Median(seconds[0]) / Clock.Median(seconds[1]), null);

        Task OursAsync() => ManyAsync(number => runner
            .RunAsync(new WaitingOperation($"site{number}.example.test", 1, TimeSpan.Zero), new SilentSink(), default).GetAwaiter().GetResult());

        Task BareAsync() => ManyAsync(number =>
        {
            for (var time = 0; time < 4; time++)
            {
                using var command = source.CreateCommand("UPDATE task SET state = $1 WHERE id = $2");
                command.Parameters.AddWithValue("{}");
                command.Parameters.AddWithValue((long)number + 1);
                command.ExecuteNonQuery();
            }
        });
    }

    private static Task ManyAsync(Action<int> act) => Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Factory.StartNew(() =>
    {
        for (var number = worker; number < Tasks; number += Workers)
            act(number);
    }, TaskCreationOptions.LongRunning)));

    private static void Require(int rows)
    {
        if (rows != SiteStream.Sites)
            throw new InvalidOperationException($"{rows} rows instead of {SiteStream.Sites}.");
    }
}
