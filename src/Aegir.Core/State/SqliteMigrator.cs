using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>Keeps the version in the file's header. Whoever writes has the file to itself.</summary>
internal sealed class SqliteMigrator(SqliteConnection connection, string location) : Migrator(connection, location, SqliteDialect.Instance)
{
    protected override string Engine => "SQLite";

    protected override int Version(DbTransaction? transaction) => connection.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction);

    protected override void SetVersion(int version, DbTransaction transaction) =>
        connection.Execute("PRAGMA user_version = " + version.ToString(CultureInfo.InvariantCulture), transaction: transaction);
}
