using System.Text.RegularExpressions;
using Aegir.Hub.Requests;
using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.State.Migrations;

public sealed class SqliteUpgradeTests : StoreUpgradeTests
{
    public SqliteUpgradeTests() => Begin(new OldSqliteStores(Folder));
}

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlUpgradeTests : StoreUpgradeTests
{
    public PostgreSqlUpgradeTests(PostgreSqlServer server) => Begin(new OldPostgreSqlStores(server));
}

/// <summary>A store that an earlier version wrote is brought to the newest schema whole, or stays what it was.</summary>
public abstract partial class StoreUpgradeTests : IDisposable
{
    private OldStores? stores;

    protected TempFolder Folder { get; } = new();

    private OldStores Stores => stores!;

    [StoreFact]
    public void There_is_a_dump_of_each_earlier_schema_with_rows_in_every_table()
    {
        foreach (var schema in Stores.Earlier)
        {
            using var connection = Stores.Open(Stores.Make(schema));
            Assert.All(StoreContent.Read(connection), table => Assert.True(table.Value.Count > 0, $"schema {schema} has nothing in {table.Key}"));
        }
    }

    [StoreFact]
    public async Task All_rows_of_each_earlier_schema_are_there_afterwards_and_work_goes_on()
    {
        var fresh = Stores.MakeEmpty();
        AegirHub.Open(fresh).Dispose();
        using var model = Stores.Open(fresh);
        foreach (var schema in Stores.Earlier)
        {
            var address = Stores.Make(schema);
            using var connection = Stores.Open(address);
            var before = StoreContent.Read(connection);

            using (var hub = AegirHub.Open(address))
                AssertKept(before, StoreContent.Read(connection), schema);

            Assert.Equal(StoreContent.Schema(model), StoreContent.Schema(connection));
            using var again = AegirHub.Open(address);
            await UseAsync(again, schema);
        }
    }

    [StoreFact]
    public void A_migration_that_fails_leaves_the_earlier_schema_whole()
    {
        foreach (var schema in Stores.Earlier)
        {
            var address = Stores.Make(schema);
            using var connection = Stores.Open(address);
            // The last thing that is made on the way is there already.
            var obstacle = LastMade(schema);
            StoreContent.Execute(connection, $"CREATE TABLE {obstacle} (obstacle INTEGER)");
            var (before, rows) = (StoreContent.Schema(connection), StoreContent.Lines(connection));

            Assert.ThrowsAny<Exception>(() => AegirHub.Open(address).Dispose());

            Assert.Equal(before, StoreContent.Schema(connection));
            Assert.Equal(rows, StoreContent.Lines(connection));
            StoreContent.Execute(connection, $"DROP TABLE {obstacle}");
            using var hub = AegirHub.Open(address);
            Assert.NotEmpty(hub.Sites.Find(new SiteFilter()));
        }
    }

    [StoreFact]
    public async Task A_process_that_is_killed_in_the_middle_leaves_the_earlier_schema_whole()
    {
        var address = Stores.Make(Stores.First);
        var release = Stores.Stall(address);
        List<string> before, rows;
        using (var connection = Stores.Open(address))
            (before, rows) = (StoreContent.Schema(connection), StoreContent.Lines(connection));

        using (var worker = Command.Start("dotnet", AppContext.BaseDirectory + "Aegir.TestWorker.dll", address, "recover"))
        {
            try
            {
                Assert.True(await Wait.UntilAsync(() => worker.HasExited || Stores.IsBeingChanged(address), 60));
                Assert.False(worker.HasExited, worker.HasExited ? worker.StandardOutput.ReadToEnd() : "");
            }
            finally
            {
                worker.Kill();
                worker.WaitForExit();
            }
        }
        Stores.Notice(address);

        using (var connection = Stores.Open(address))
        {
            Assert.Equal(before, StoreContent.Schema(connection));
            Assert.Equal(rows, StoreContent.Lines(connection));
        }
        release();
        using var hub = AegirHub.Open(address);
        Assert.NotEmpty(hub.Sites.Find(new SiteFilter()));
    }

    [StoreFact]
    public void A_newer_schema_is_refused_with_what_to_do_and_left_as_it_is()
    {
        var address = Stores.MakeEmpty();
        AegirHub.Open(address).Dispose();
        using var connection = Stores.Open(address);
        StoreContent.Execute(connection, Stores is OldSqliteStores ? $"PRAGMA user_version = {OldStores.Newest + 1}" : $"UPDATE aegir_hub SET version = {OldStores.Newest + 1}");
        var rows = StoreContent.Lines(connection);

        var error = Assert.Throws<AegirException>(() => AegirHub.Open(address));

        Assert.Equal(("HubSchemaTooNew", AegirErrorKind.Refused), (error.Id, error.Kind));
        Assert.Contains($"schema {OldStores.Newest + 1}; this one knows up to {OldStores.Newest}", error.Message);
        Assert.Contains("Update the module", error.Action);
        Assert.Equal(rows, StoreContent.Lines(connection));
    }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Begin(OldStores old) => stores = old;

    private static void AssertKept(
        Dictionary<string, List<Dictionary<string, string>>> before, Dictionary<string, List<Dictionary<string, string>>> now, int schema)
    {
        foreach (var (table, rows) in before.Where(table => table.Key is not ("aegir_hub" or "aegir_write")))
        {
            static string Line(Dictionary<string, string> row, IEnumerable<string> columns) => string.Join('|', columns.Select(column => $"{column}={row[column]}"));
            // A migration that fills a column it found changes no other.
            Assert.Equal(rows.Select(row => Line(row, row.Keys)).Order(StringComparer.Ordinal),
                now[table].Select(row => Line(row, rows[0].Keys)).Order(StringComparer.Ordinal));
        }
        Assert.True(before.Keys.All(now.ContainsKey), $"schema {schema}");
    }

    // What a hub of that schema knew is found, and what it was doing goes on.
    private static async Task UseAsync(AegirHub hub, int schema)
    {
        Assert.Equal(["club.example.test", "www.example.test"],
            hub.Sites.Find(new SiteFilter { Status = SiteStatus.Enabled }).Select(site => site.Name).Where(name => name != "shop.example.test"));
        Assert.Equal((SiteStatus.Disabled, "default"), hub.Sites.Get("shut.example.test") is var shut ? (shut.Status, shut.Directory) : default);
        Assert.Equal(["www.example.test"], hub.Sites.Find(new SiteFilter { Outdated = true, Status = SiteStatus.Enabled }).Select(site => site.Name));
        Assert.Equal(Server.MasterName, hub.Sites.Get("www.example.test").DatabaseServer);
        Assert.Equal(["own", "views"], hub.Sites.Packages("www.example.test").Select(package => package.Name).Order());
        Assert.Equal((PlatformStatus.Locked, true), (hub.Platforms.Get("Drupal 10.1.5").Status, hub.Platforms.Get("Drupal 10.3.6").IsTarget));
        Assert.Equal(2, hub.Platforms.Packages("Drupal 10.1.5").Count);
        Assert.Equal("Drupal 10.3.6", hub.Distributions.Get("drupal10").Target);
        Assert.Equal(["two", "one"], hub.Tasks.LogOf(2).Select(entry => entry.Message).Reverse());
        Assert.Equal(5_000_000_000, Assert.Single(hub.Sites.Backups("club.example.test")).Size);
        if (schema >= 2)
            Assert.Equal(("shop.example.test", "db1", "Meier & Söhne", TimeSpan.FromMinutes(30)), hub.Sites.Get("shop.example.test") is var shop
                ? (shop.Name, shop.DatabaseServer, shop.Client, shop.CronInterval) : default);
        if (schema >= 4)
            Assert.Equal(("10.3.9", 7, 2), hub.Distributions.Get("Drupal10") is var ten ? (ten.Updates.Version, ten.Rules.Canary, ten.Updates.Failures) : default);

        // Its worker is long gone.
        Assert.Equal((9, AegirTaskStatus.Interrupted), Assert.Single(await hub.RecoverAsync(new RecordingSink())) is var task ? (task.Id, task.Status) : default);
        var queued = hub.Queue.Enqueue(new VerifyPlatformTask("Drupal 10.3.6"));
        Assert.True(queued.Id > 9);
        Assert.Equal(schema >= 3 ? [10L, 11, 12, queued.Id] : [queued.Id],
            hub.Tasks.Find(new TaskFilter { Status = AegirTaskStatus.Queued }).Select(waiting => waiting.Id).Order());
        Assert.True(hub.Servers.Add(new Server { Name = "later", HostName = "later.test" }).Id > 1);
        hub.Distributions.SetTarget("Drupal10", "Drupal 10.1.5");
        Assert.Equal(PlatformStatus.Locked, hub.Platforms.Get("Drupal 10.3.6").Status);
    }

    private static string LastMade(int schema)
    {
        var assembly = typeof(IStateStore).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith($"Aegir.State.Migrations.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Skip(schema)
            .SelectMany(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Made().Matches(reader.ReadToEnd()).Select(match => match.Groups[1].Value);
            }).Last();
    }

    [GeneratedRegex(@"^CREATE (?:UNIQUE )?(?:INDEX|TABLE) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Made();
}
