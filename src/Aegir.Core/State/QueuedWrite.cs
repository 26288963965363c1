using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>A write that waits for its turn; others may go through the gate in the same transaction.</summary>
internal abstract class QueuedWrite
{
    private const string Savepoint = "queued_write";

    private Exception? failure;
    private StateSession? session;

    /// <summary>True once it is on the disk, or will never be.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Runs it. Trouble of one takes back what that one wrote, not what the others did.</summary>
    public void Run(SqliteTransaction transaction, bool isAlone)
    {
        session = new StateSession(transaction.Connection!, transaction, SqliteDialect.Instance);
        if (isAlone)
        {
            Write(session);
            return;
        }
        transaction.Save(Savepoint);
        try
        {
            Write(session);
        }
        catch (Exception error)
        {
            failure = error;
            transaction.Rollback(Savepoint);
        }
        transaction.Release(Savepoint);
    }

    /// <summary>Whether it has queued tasks.</summary>
    public bool HasAnnounced => failure is null && session!.HasAnnounced;

    /// <param name="error">Why the whole transaction came to nothing; null where it is on the disk.</param>
    public void End(Exception? error)
    {
        failure ??= error;
        IsDone = true;
    }

    protected abstract void Write(StateSession session);

    protected void Settle()
    {
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        session!.Committed();
    }
}

internal sealed class QueuedWrite<T>(Func<StateSession, T> write) : QueuedWrite
{
    private T? result;

    public T Result()
    {
        Settle();
        return result!;
    }

    protected override void Write(StateSession session) => result = write(session);
}
