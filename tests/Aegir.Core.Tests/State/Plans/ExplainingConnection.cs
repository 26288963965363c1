using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.State.Plans;

/// <summary>A connection that has SQLite tell how it will carry out each statement, with the parameters it is given, before it does.</summary>
internal sealed class ExplainingConnection(SqliteConnection inner) : DbConnection
{
    /// <summary>What was explained: a statement and the lines of its plan.</summary>
    public List<(string Sql, IReadOnlyList<string> Plan)> Plans { get; } = [];

    [AllowNull]
    public override string ConnectionString { get => inner.ConnectionString; set => inner.ConnectionString = value; }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override void Close() => inner.Close();

    public override void Open() => inner.Open();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inner.BeginTransaction(isolationLevel);

    protected override DbCommand CreateDbCommand() => new Command(this, inner.CreateCommand());

    private sealed class Command(ExplainingConnection connection, SqliteCommand inner) : DbCommand
    {
        [AllowNull]
        public override string CommandText { get => inner.CommandText; set => inner.CommandText = value; }

        public override int CommandTimeout { get => inner.CommandTimeout; set => inner.CommandTimeout = value; }

        public override CommandType CommandType { get => inner.CommandType; set => inner.CommandType = value; }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get => inner.UpdatedRowSource; set => inner.UpdatedRowSource = value; }

        protected override DbConnection? DbConnection { get => connection; set { } }

        protected override DbParameterCollection DbParameterCollection => inner.Parameters;

        protected override DbTransaction? DbTransaction { get => inner.Transaction; set => inner.Transaction = (SqliteTransaction?)value; }

        public override void Cancel() => inner.Cancel();

        public override int ExecuteNonQuery()
        {
            Explain();
            return inner.ExecuteNonQuery();
        }

        public override object? ExecuteScalar()
        {
            Explain();
            return inner.ExecuteScalar();
        }

        public override void Prepare() => inner.Prepare();

        protected override DbParameter CreateDbParameter() => inner.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            Explain();
            return inner.ExecuteReader(behavior);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private void Explain()
        {
            var sql = inner.CommandText;
            inner.CommandText = "EXPLAIN QUERY PLAN " + sql;
            var plan = new List<string>();
            using (var reader = inner.ExecuteReader())
                while (reader.Read())
                    plan.Add(reader.GetString(3));
            inner.CommandText = sql;
            connection.Plans.Add((sql, plan));
        }
    }
}
