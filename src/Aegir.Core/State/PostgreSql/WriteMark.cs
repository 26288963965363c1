using Dapper;
using Npgsql;

namespace Aegir.State.PostgreSql;

/// <summary>A number that a transaction leaves behind. When the connection breaks while it is being committed, the number tells whether it was.</summary>
/// <param name="slot">Writes that follow each other in one slot have numbers of their own; two at once have two slots.</param>
internal sealed class WriteMark(string slot)
{
    // Who still has it in an open transaction is waited for.
    private const string Statement = """
        INSERT INTO aegir_write (slot, number, time) VALUES (@slot, @number, @now)
        ON CONFLICT (slot) DO UPDATE SET number = excluded.number, time = excluded.time WHERE aegir_write.number <> excluded.number
        RETURNING number
        """;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private long number;

    /// <summary>Begins a new write.</summary>
    public void Next() => number++;

    /// <summary>Takes the lock and leaves the number, before whatever else is done.</summary>
    /// <exception cref="AlreadyWrittenException">It is there already: an earlier try was committed after all.</exception>
    public void Leave(StateSession session, string hubLock)
    {
        session.Post(hubLock);
        session.Demand(Statement, new { slot, number, now = Columns.Now() }, () => new AlreadyWrittenException());
    }

    /// <summary>Forgets those of processes that are long gone.</summary>
    public static void Sweep(NpgsqlConnection connection) =>
        connection.Execute("DELETE FROM aegir_write WHERE time < @before", new { before = Columns.Now() - (long)Lifetime.TotalMilliseconds });
}

internal sealed class AlreadyWrittenException : Exception;
