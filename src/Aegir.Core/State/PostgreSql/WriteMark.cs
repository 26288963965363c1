using Dapper;
using Npgsql;

namespace Aegir.State.PostgreSql;

/// <summary>A number that a transaction leaves behind. When the connection breaks while it is being committed, the number tells whether it was.</summary>
/// <param name="slot">Writes that follow each other in one slot have numbers of their own; two at once have two slots.</param>
internal sealed class WriteMark(string slot)
{
    // Who still has it in an open transaction is waited for.
    private const string Statement = """
        ; INSERT INTO aegir_write (slot, number, time) VALUES (@slot, @number, @now)
        ON CONFLICT (slot) DO UPDATE SET number = excluded.number, time = excluded.time WHERE aegir_write.number <> excluded.number
        """;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private long number;

    /// <summary>Begins a new write.</summary>
    public void Next() => number++;

    /// <summary>Takes the lock and leaves the number; false where it is there already, so that an earlier try was committed after all.</summary>
    public bool Leave(NpgsqlConnection connection, NpgsqlTransaction transaction, string hubLock) =>
        connection.Execute(hubLock + Statement, new { slot, number, now = Columns.Now() }, transaction) > 0;

    /// <summary>Forgets those of processes that are long gone.</summary>
    public static void Sweep(NpgsqlConnection connection) =>
        connection.Execute("DELETE FROM aegir_write WHERE time < @before", new { before = Columns.Now() - (long)Lifetime.TotalMilliseconds });
}
