using System.Globalization;
using Aegir.State;
using Microsoft.Data.Sqlite;

namespace Aegir.Benchmarks.Hub;

/// <summary>A hub of 1,000 platforms, 100,000 sites and 1,000,000 tasks, and one that has no more than a hundred sites; a hundred are in both.</summary>
internal static class LargeHub
{
    public const int Sites = 100_000;
    public const int Tasks = 1_000_000;
    private const int Platforms = 1000;
    private const int Shared = 100;

    /// <summary>The hundred sites, on the two platforms of distribution Shared, with a few tasks each and a hundred queued ones. The second platform is the target.</summary>
    public static void FillShared(IStateStore store) => store.Write(session =>
    {
        session.Distributions.Add("Shared");
        var distribution = session.Distributions.Get("Shared")!.Id;
        var (old, target) = (AddPlatform(session, "Shared old", distribution), AddPlatform(session, "Shared new", distribution));
        session.Platforms.SetVerified(session.Platforms.Get(target)! with { Verified = DateTimeOffset.UnixEpoch, CoreVersion = "10.3.6" });
        session.Distributions.SetTarget(distribution, target);
        for (var number = 0; number < Shared; number++)
        {
            AddSite(session, Name(number), number % 2 == 0 ? old : target);
            for (var task = 0; task < 10; task++)
                session.Tasks.Finish(session.Tasks.Start("upgrade", "site", Name(number), "here/1/1", null), AegirTaskStatus.Success, null);
            session.Queue.Add(new QueueEntry("wait", "site", Name(number), WaitingTask.Name, "{}", ["site:" + Name(number)]));
        }
    });

    /// <returns>How many bytes of the file there are for each further site, and for each further task.</returns>
    public static (double Site, double Task) FillRest(string file)
    {
        using (var store = SqliteStore.Open(file))
            ((IStateStore)store).Write(session =>
            {
                var platforms = new List<long>();
                for (var number = 0; number < Platforms - 2; number++)
                {
                    if (number % 100 == 0)
                        session.Distributions.Add($"Drupal{number / 100}");
                    platforms.Add(AddPlatform(session, string.Create(CultureInfo.InvariantCulture, $"Drupal 10.{number}"), session.Distributions.Get($"Drupal{number / 100}")!.Id));
                }
                for (var number = Shared; number < Sites; number++)
                    AddSite(session, string.Create(CultureInfo.InvariantCulture, $"site{number:000000}.example.test"), platforms[number % platforms.Count]);
            });
        var before = Size(file);
        Execute(file, $"""
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Tasks - 1})
            INSERT INTO task (type, target_type, target, status, worker, created, started, ended, readiness)
            SELECT CASE i % 3 WHEN 0 THEN 'verify' WHEN 1 THEN 'backup' ELSE 'upgrade' END, 'site', printf('site%06d.example.test', {Shared} + i % {Sites - Shared}),
                CASE WHEN i % 1000 = 0 THEN 2 ELSE 1 END, 'machine/1/1', 1790000000000 + i, 1790000000000 + i, 1790000000000 + i, 3 FROM n
            """);
        return ((double)before / Sites, (double)(Size(file) - before) / Tasks);
    }

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"shared{number:000}.example.test");

    private static long AddPlatform(StateSession session, string name, long distribution) => session.Platforms.Add(
        new Platform { Name = name, Path = "/var/aegir/platforms/" + name, ProjectRoot = "/var/aegir/platforms/" + name, Status = PlatformStatus.Enabled }, 1, distribution);

    private static void AddSite(StateSession session, string name, long platform) => session.Sites.Add(new Site
    {
        Name = name,
        Directory = name,
        Status = SiteStatus.Enabled,
        Profile = "standard",
        DatabaseType = DatabaseType.MariaDb,
        DatabaseName = name.Replace(".", "", StringComparison.Ordinal),
        DatabaseServer = Server.MasterName,
        Verified = DateTimeOffset.UnixEpoch,
    }, platform);

    private static long Size(string file)
    {
        Execute(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        return new FileInfo(file).Length;
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
