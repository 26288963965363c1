using System.Data;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>A connection that keeps its statements prepared: most of what a short statement costs is the making of its plan.</summary>
internal sealed class PreparingConnection(string connectionString) : SqliteConnection(connectionString)
{
    // More than the hub has; those with lists in them are of many lengths.
    private const int Most = 300;

    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    public override SqliteCommand CreateCommand() => new PreparedCommand { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    protected override void Dispose(bool disposing)
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        prepared.Clear();
        base.Dispose(disposing);
    }

    private SqliteCommand Take(string text) =>
        prepared.Remove(text, out var command) ? command : new SqliteCommand(text, this);

    private void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (prepared.Count >= Most || !prepared.TryAdd(command.CommandText, command))
            command.Dispose();
    }

    /// <summary>Runs as whichever prepared one has its text.</summary>
    private sealed class PreparedCommand : SqliteCommand
    {
        private SqliteCommand? inner;

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            GiveBack();
            inner = ((PreparingConnection)Connection!).Take(CommandText);
            inner.Transaction = Transaction;
            inner.CommandTimeout = CommandTimeout;
            foreach (SqliteParameter parameter in Parameters)
                inner.Parameters.Add(parameter);
            return inner.ExecuteReader(behavior);
        }

        protected override void Dispose(bool disposing)
        {
            GiveBack();
            base.Dispose(disposing);
        }

        private void GiveBack()
        {
            if (inner is not null)
                ((PreparingConnection)Connection!).GiveBack(inner);
            inner = null;
        }
    }
}
