using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;
using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tests.Components;
using Aegir.Tests.State.Migrations;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Aegir.Tests.State.Plans;

/// <summary>Nothing that the store is asked goes through all rows of a table that grows with the sites and with what was done to them, so that a hub of a hundred
/// thousand sites answers like one of a hundred. Time is not measured here: the engines' plans are read.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed partial class PlanTests(PostgreSqlServer server) : IDisposable
{
    // How many there are of all others does not depend on how many sites there are.
    private static readonly string[] Large =
        ["platform", "site", "site_alias", "site_package", "package", "task", "task_log", "task_dependency", "journal", "kept_side", "backup", "batch", "lease"];

    /// <summary>What may go through all of one, and why.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Tasks.Find by First task"] = "as many as are asked for",
        ["Tasks.Find the last task"] = "as many as are asked for",
        ["Backups.Newest backup"] = "as many as are asked for",
        ["Platforms.Clash platform"] = "some hundreds, when one is made or renamed",
        ["Platforms.Find by Status platform"] = "some hundreds",
        ["Platforms.Find by InUse platform"] = "some hundreds",
        ["Sites.Find by Outdated platform"] = "of any distribution; some hundreds",
        ["KeptSides.All kept_side"] = "all are asked for; nobody does every day",
        ["KeptSides.Naming kept_side"] = "once for each old side that is given up; the sides of a week",
        ["Leases.All lease"] = "what is worked on now",
        ["Claims.Claim lease"] = "what is worked on now",
        ["Queue.Health lease"] = "what is worked on now",
        ["Leases.Beat lease"] = "what is worked on now",
        ["Retention.Backups backup"] = "when there is nothing else to do",
    };

    private readonly TempFolder folder = new();

    [Fact]
    public void The_list_of_calls_is_complete()
    {
        var listed = StoreCalls.All.Keys.Select(call => call.Split(' ')[0]).ToHashSet();
        Assert.All(StoreCalls.Methods, method => Assert.Contains(method, listed));
    }

    [Fact]
    public void No_call_goes_through_a_whole_table_on_SQLite()
    {
        using var sqlite = (SqliteConnection)Old(new OldSqliteStores(folder));
        var small = Rows(sqlite, "SELECT name FROM sqlite_master WHERE type = 'index' AND (sql LIKE '%WHERE status = %' OR sql LIKE '%WHERE status <= 0%')");
        using var connection = new ExplainingConnection(sqlite);
        AssertNone(Scans(connection, "SqliteDialect", () => connection.Plans.SelectMany(plan => plan.Plan
            .Select(line => Scan().Match(line)).Where(match => match.Success && !small.Contains(match.Groups["index"].Value))
            .Select(match => (TableOf(match.Groups["name"].Value, plan.Sql), plan.Sql))).ToList(), connection.Plans.Clear));
    }

    [NeedsPostgreSqlFact]
    public void No_call_goes_through_a_whole_table_on_PostgreSql()
    {
        using var connection = (NpgsqlConnection)Old(new OldPostgreSqlStores(server));
        // With a handful of rows it would go through a table even where there is an index; what it cannot help is what counts.
        StoreContent.Execute(connection, "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET client_min_messages = log; SET enable_seqscan = off");
        var told = new List<string>();
        connection.Notice += (_, notice) => told.Add(notice.Notice.MessageText);
        AssertNone(Scans(connection, "PostgreSql.PostgreSqlDialect", () => told.SelectMany(text => SequentialScan().Matches(text)
            .Select(match => (match.Groups["table"].Value, text))).ToList(), told.Clear));
        StoreContent.Execute(connection, "SELECT 1");
        Assert.NotEmpty(told);
    }

    public void Dispose() => folder.Dispose();

    private static void AssertNone(List<string> scans) => Assert.True(scans.Count == 0, string.Join("\n\n", scans));

    private static DbConnection Old(OldStores stores)
    {
        var address = stores.Make(6);
        AegirHub.Open(address).Dispose();
        return stores.Open(address);
    }

    private static List<string> Scans(DbConnection connection, string dialect, Func<List<(string Table, string Sql)>> scans, Action clear)
    {
        var found = new List<string>();
        foreach (var (name, call) in StoreCalls.All)
        {
            using var transaction = connection.BeginTransaction();
            clear();
            var session = Session(connection, transaction, dialect);
            call(session);
            // What a server is not told at once goes with the next question.
            session.Leases.Get("none");
            found.AddRange(scans().Where(scan => Large.Contains(scan.Table) && !Allowed.ContainsKey($"{name} {scan.Table}"))
                .Select(scan => $"{name} goes through {scan.Table}:\n{scan.Sql}"));
            transaction.Rollback();
        }
        return found;
    }

    // What the stores make for whoever reads or writes; tests are not let in there otherwise.
    private static StateSession Session(DbConnection connection, DbTransaction transaction, string dialect) => (StateSession)Activator.CreateInstance(
        typeof(StateSession), BindingFlags.Instance | BindingFlags.NonPublic, null,
        [connection, transaction, typeof(StateSession).Assembly.GetType("Aegir.State." + dialect)!.GetProperty("Instance")!.GetValue(null), false], null)!;

    // A plan calls a table as the statement does.
    private static string TableOf(string name, string sql) =>
        Regex.Match(sql, $@"\b(?:FROM|JOIN|UPDATE|INTO|,)\s+(\w+)\s+(?:AS\s+)?{name}\b") is { Success: true } match ? match.Groups[1].Value : name;

    private static HashSet<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new HashSet<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }

    [GeneratedRegex(@"^SCAN (?:TABLE )?(?<name>\w+)(?: AS (?<name>\w+))?(?: USING (?:COVERING )?INDEX (?<index>\w+))?")]
    private static partial Regex Scan();

    [GeneratedRegex(@"Seq Scan on (?<table>\w+)")]
    private static partial Regex SequentialScan();
}
