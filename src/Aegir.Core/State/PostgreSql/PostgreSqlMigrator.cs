using System.Data.Common;
using Dapper;
using Npgsql;

namespace Aegir.State.PostgreSql;

/// <summary>Keeps the version in a table of one row, with the hub's identity; migrates under a lock that nobody else of this database takes.</summary>
internal sealed class PostgreSqlMigrator(NpgsqlConnection connection, string location) : Migrator(connection, location, PostgreSqlDialect.Instance)
{
    // aegir_write: see WriteMark.
    private const string OwnTables = """
        CREATE TABLE IF NOT EXISTS aegir_hub (id TEXT NOT NULL, version BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS aegir_write (slot TEXT PRIMARY KEY, number BIGINT NOT NULL, time BIGINT NOT NULL);
        """;

    protected override string Engine => "PostgreSQL";

    public string HubId() => connection.ExecuteScalar<string>("SELECT id FROM aegir_hub")!;

    protected override int Version(DbTransaction? transaction) =>
        connection.ExecuteScalar<bool>("SELECT to_regclass(quote_ident(current_schema()) || '.aegir_hub') IS NOT NULL", transaction: transaction)
            ? connection.ExecuteScalar<int>("SELECT coalesce(max(version), 0) FROM aegir_hub", transaction: transaction)
            : 0;

    protected override void SetVersion(int version, DbTransaction transaction)
    {
        if (connection.Execute("UPDATE aegir_hub SET version = @version", new { version }, transaction) == 0)
            connection.Execute("INSERT INTO aegir_hub (id, version) VALUES (@id, @version)", new { id = Guid.NewGuid().ToString("N"), version }, transaction);
    }

    protected override void Lock(DbTransaction transaction)
    {
        connection.Execute(HubLock.Alone, transaction: transaction);
        connection.Execute(OwnTables, transaction: transaction);
    }

    protected override void Finish(DbTransaction transaction) => connection.Execute(PostgreSqlDialect.Instance.RenewIds, transaction: transaction);
}
