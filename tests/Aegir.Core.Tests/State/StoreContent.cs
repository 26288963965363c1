using System.Data.Common;

namespace Aegir.Tests.State;

/// <summary>All that is in a store, as a test compares it: table by table, row by row, column by column.</summary>
public static class StoreContent
{
    private const string Sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";

    private const string PostgreSql = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name COLLATE \"C\"";

    /// <summary>The rows of each table, sorted; a row is its values by column.</summary>
    public static Dictionary<string, List<Dictionary<string, string>>> Read(DbConnection connection) =>
        Select(connection, IsSqlite(connection) ? Sqlite : PostgreSql).Select(row => row.Values.First()).ToDictionary(table => table[(table.IndexOf(' ') + 1)..],
            table => Select(connection, "SELECT * FROM " + table[(table.IndexOf(' ') + 1)..]).OrderBy(row => string.Join('|', row.Values), StringComparer.Ordinal).ToList());

    /// <summary>One line for each row.</summary>
    public static List<string> Lines(DbConnection connection) => Read(connection)
        .SelectMany(table => table.Value.Select(row => $"{table.Key}: {string.Join('|', row.Select(pair => $"{pair.Key}={pair.Value}"))}")).ToList();

    /// <summary>Tables, columns, keys and indexes, in the engine's own words.</summary>
    public static List<string> Schema(DbConnection connection) => Select(connection, IsSqlite(connection)
        ? "SELECT type || ' ' || name, sql FROM sqlite_master ORDER BY 1"
        : """
            SELECT 'column ' || table_name || '.' || column_name AS thing,
                data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') || ' ' || coalesce(collation_name, '') || ' ' || is_identity AS made
            FROM information_schema.columns WHERE table_schema = current_schema()
            UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()
            UNION ALL SELECT 'key ' || conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
            ORDER BY 1
            """).Select(row => string.Join(": ", row.Values)).ToList();

    public static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static bool IsSqlite(DbConnection connection) => connection.GetType().Name.StartsWith("Sqlite", StringComparison.Ordinal);

    private static List<Dictionary<string, string>> Select(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, column => $"{reader.GetFieldType(column).Name} {reader.GetValue(column)}"));
        return rows;
    }
}
