using System.Data.Common;
using Dapper;

namespace Aegir.State.PostgreSql;

/// <summary>Where rows were written with their ids, the next id is to be a new one.</summary>
internal static class Sequences
{
    private const string Columns = """
        SELECT table_name::text FROM information_schema.columns
        WHERE table_schema = current_schema() AND is_identity = 'YES' AND column_name = 'id'
        """;

    public static void Align(DbConnection connection, DbTransaction transaction)
    {
        foreach (var table in connection.Query<string>(Columns, transaction: transaction).ToList())
            connection.Execute($"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest((SELECT max(id) FROM {table}), 1), EXISTS (SELECT 1 FROM {table}))",
                transaction: transaction);
    }
}
