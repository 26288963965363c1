using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>A write that waits for its turn; others may go through the gate in the same transaction.</summary>
internal abstract class QueuedWrite
{
    private const string Savepoint = "queued_write";

    private readonly object bell = new();
    private Exception? failure;
    private StateSession? session;
    private bool isAwake;
    private bool isTurn;

    /// <summary>Waits until it has ended or is to go through the gate.</summary>
    /// <returns>True for the latter.</returns>
    public bool WaitForTurn()
    {
        lock (bell)
            while (!isAwake)
                Monitor.Wait(bell);
        return isTurn;
    }

    /// <summary>Has it go through the gate.</summary>
    public void GiveTurn()
    {
        isTurn = true;
        Wake();
    }

    /// <summary>It is on the disk, or will never be.</summary>
    public void Wake()
    {
        lock (bell)
        {
            isAwake = true;
            Monitor.Pulse(bell);
        }
    }

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

    /// <param name="error">Why the whole transaction came to nothing.</param>
    public void Fail(Exception error) => failure ??= error;

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
