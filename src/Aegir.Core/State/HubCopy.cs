using System.Data.Common;
using System.Globalization;

namespace Aegir.State;

/// <summary>Copies all that one store knows into another that knows nothing yet, whatever their engines, with its ids.</summary>
internal static class HubCopy
{
    // What every engine takes in one statement.
    private const int MaxParameters = 900;

    /// <exception cref="AegirException">HubIsTheSame, HubBusy: tasks run or wait to be recovered; HubNotEmpty, HubCopyFailed. Nothing is copied then.</exception>
    public static HubCopyResult Run(IStateStore from, IStateStore to)
    {
        if (from.Identity == to.Identity)
            throw new AegirException(AegirErrorKind.Refused, "HubIsTheSame", $"'{to.Location}' is the hub that is to be copied.", "Name another place for the copy.");
        HubCopyResult? result = null;
        // Nobody may begin anything in the one while the other is filled.
        return from.Write(source =>
        {
            RequireIdle(source, from.Location);
            return result ??= to.Write(target => Copy(source, target, from.Location, to.Location));
        });
    }

    private static HubCopyResult Copy(StateSession source, StateSession target, string from, string to)
    {
        RequireEmpty(target, to);
        target.Execute(target.Dialect.DeferReferences);
        var tables = Tables(target);
        if (!tables.SequenceEqual(Tables(source)))
            throw Failed(from, "it has other tables");
        foreach (var table in tables)
            target.Execute("DELETE FROM " + table);
        var rows = 0L;
        foreach (var table in tables)
        {
            rows += CopyTable(source, target, table);
            if (Count(source, table) != Count(target, table))
                throw Failed(from, $"not all rows of {table} arrived");
        }
        if (target.Dialect.RenewIds is { } sql)
            target.Execute(sql);
        return new HubCopyResult(from, to, tables.Count, rows);
    }

    private static long CopyTable(StateSession source, StateSession target, string table)
    {
        using var question = source.Command("SELECT * FROM " + table);
        using var reader = question.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var most = MaxParameters / columns.Count;
        var waiting = new List<object[]>(most);
        DbCommand? insert = null;
        var count = 0L;
        while (reader.Read())
        {
            var values = new object[columns.Count];
            reader.GetValues(values);
            waiting.Add(values);
            count++;
            if (waiting.Count < most)
                continue;
            Write(insert ??= Insert(target, table, columns, most), waiting);
            waiting.Clear();
        }
        insert?.Dispose();
        if (waiting.Count > 0)
        {
            using var last = Insert(target, table, columns, waiting.Count);
            Write(last, waiting);
        }
        return count;
    }

    private static DbCommand Insert(StateSession target, string table, List<string> columns, int rows)
    {
        var number = 0;
        var values = Enumerable.Range(0, rows).Select(_ => $"({string.Join(", ", columns.Select(_ => $"@v{number++}"))})").ToList();
        var command = target.Command($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {string.Join(", ", values)}");
        for (var parameter = 0; parameter < number; parameter++)
        {
            var value = command.CreateParameter();
            value.ParameterName = string.Create(CultureInfo.InvariantCulture, $"v{parameter}");
            command.Parameters.Add(value);
        }
        return command;
    }

    private static void Write(DbCommand insert, List<object[]> rows)
    {
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < rows[row].Length; column++)
                insert.Parameters[(row * rows[row].Length) + column].Value = rows[row][column];
        insert.ExecuteNonQuery();
    }

    private static List<string> Tables(StateSession session) => session.Query(session.Dialect.Tables, null, row => row.GetString(0)).ToList();

    private static long Count(StateSession session, string table) => session.Scalar<long>("SELECT count(*) FROM " + table);

    private static void RequireIdle(StateSession session, string location)
    {
        if (session.Leases.All() is [var lease, ..])
            throw new AegirException(AegirErrorKind.Busy, "HubBusy", $"{location} cannot be copied now: {lease.Resource} is held by {lease.Who}.",
                "Wait until its tasks are done (Get-AegirTask shows them), and stop its workers; then run this again.");
    }

    private static void RequireEmpty(StateSession session, string location)
    {
        if (new[] { "distribution", "platform", "site", "task" }.Any(table => Count(session, table) > 0) || Count(session, "server") > 1)
            throw new AegirException(AegirErrorKind.Refused, "HubNotEmpty", $"'{location}' is a hub already, and would be overwritten.", "Name a new file or an empty database.");
    }

    private static AegirException Failed(string from, string why) => new(AegirErrorKind.Failed, "HubCopyFailed",
        $"{from} was not copied: {why}.", "Nothing was written. Check that store, and run this again.");
}
