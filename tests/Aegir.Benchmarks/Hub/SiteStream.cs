using Aegir.Benchmarks.Measuring;
using Aegir.State;
using Aegir.Tests.Components;
using Microsoft.Data.Sqlite;

namespace Aegir.Benchmarks.Hub;

/// <summary>Streaming 100,000 sites out of the hub, against a bare reader over the same rows; and whether memory stays flat.</summary>
internal static class SiteStream
{
    private const int Platforms = 1000;
    public const int Sites = 100_000;

    public const string Query = """
        SELECT s.id, s.name, s.directory, p.name, h.name, d.name,
            CASE WHEN d.target_platform_id <> s.platform_id THEN t.name END,
            s.status, s.profile, p.core_version, s.database_type, s.database_name, s.verified
        FROM site s JOIN platform p ON p.id = s.platform_id JOIN server h ON h.id = p.server_id
            LEFT JOIN distribution d ON d.id = p.distribution_id LEFT JOIN platform t ON t.id = d.target_platform_id
        WHERE s.status > -2 ORDER BY s.name
        """;

    public static async Task RunAsync(Report report)
    {
        using var folder = new TempFolder();
        var file = folder.At("hub.db");
        Fill(file);
        using var hub = AegirHub.Open(file);
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        Ours();
        Bare();
        var seconds = await Clock.InterleaveAsync(7, () => Clock.SecondsAsync(() => Run(Ours)), () => Clock.SecondsAsync(() => Run(Bare)));
        report.Note("ours: " + Report.All(seconds[0]));
        report.Note("bare: " + Report.All(seconds[1]));
        report.AddSeconds("100,000 sites streamed", seconds[0], seconds[1], 2);
        report.Add("  sites in a second", Report.Number(Sites / Clock.Median(seconds[0])), Report.Number(Sites / Clock.Median(seconds[1])), null, null);

        var (few, many) = (Growth(10_000), Growth(Sites));
        report.Note($"live memory while streaming: {Report.Number(few)} bytes more at row 10,000, {Report.Number(many)} bytes at row 100,000");
        report.Add("  live memory at row 100,000", $"{many / 1024.0:0} KiB", $"{few / 1024.0:0} KiB at row 10,000", null, null);

        void Ours() => Require(hub.Sites.Find(new SiteFilter()).Count());

        void Bare()
        {
            using var command = connection.CreateCommand();
            command.CommandText = Query;
            using var reader = command.ExecuteReader();
            var rows = 0;
            var read = 0L;
            for (; reader.Read(); rows++)
            {
                (read, _, _) = (reader.GetInt64(0), reader.GetInt32(7), reader.GetInt32(10));
                (_, _, _, _) = (reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4));
                (_, _, _) = (Text(reader, 5), Text(reader, 6), Text(reader, 8));
                (_, _) = (Text(reader, 9), Text(reader, 11));
                read += reader.IsDBNull(12) ? 0 : reader.GetInt64(12);
            }
            Require(read > 0 ? rows : 0);
        }

        // Live bytes at a row, less those before the first.
        long Growth(int at)
        {
            using var sites = hub.Sites.Find(new SiteFilter()).GetEnumerator();
            sites.MoveNext();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var row = 1; row < at; row++)
                sites.MoveNext();
            return GC.GetTotalMemory(forceFullCollection: true) - before;
        }
    }

    /// <summary>A hub with sites that are spread over platforms of ten distributions.</summary>
    public static void Fill(string file)
    {
        using var store = SqliteStore.Open(file);
        Fill(store);
    }

    public static void Fill(IStateStore store) => store.Write(session =>
    {
        var platforms = new List<long>();
        for (var number = 0; number < Platforms; number++)
        {
            var distribution = $"Drupal{number % 10}";
            if (number < 10)
                session.Distributions.Add(distribution);
            var platform = new Platform { Name = $"Drupal 10.{number}", Path = $"/var/aegir/platforms/drupal-10.{number}", ProjectRoot = "/var/aegir", Status = PlatformStatus.Enabled };
            platforms.Add(session.Platforms.Add(platform, 1, session.Distributions.Get(distribution)!.Id));
        }
        for (var number = 0; number < Sites; number++)
        {
            var name = $"site{number:000000}.example.test";
            session.Sites.Add(new Site
            {
                Name = name,
                Directory = name,
                Status = SiteStatus.Enabled,
                Profile = "standard",
                DatabaseType = DatabaseType.MariaDb,
                DatabaseName = $"site{number}",
                Verified = DateTimeOffset.UnixEpoch.AddSeconds(number),
            }, platforms[number % Platforms]);
        }
    });

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static void Require(int rows)
    {
        if (rows != Sites)
            throw new InvalidOperationException($"{rows} rows instead of {Sites}.");
    }
}
