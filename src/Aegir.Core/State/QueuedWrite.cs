using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>A write that waits for its turn; others may go through the gate in the same transaction.</summary>
/// <param name="isAwaited">No thread waits for it.</param>
internal abstract class QueuedWrite(bool isAwaited)
{
    private const string Savepoint = "queued_write";

    private readonly object bell = new();
    private readonly TaskCompletionSource? ended = isAwaited ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    private Exception? failure;
    private StateSession? session;
    private bool isAwake;
    private bool isTurn;

    public bool IsAwaited => ended is not null;

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
        if (ended is not null)
        {
            ended.SetResult();
            return;
        }
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

    /// <summary>Completed when it is awake; of one that is awaited.</summary>
    protected Task Ended => ended!.Task;

    protected abstract void Write(StateSession session);

    protected void Settle()
    {
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        session!.Committed();
    }
}

internal sealed class QueuedWrite<T>(Func<StateSession, T> write, bool isAwaited = false) : QueuedWrite(isAwaited)
{
    private T? result;

    public T Result()
    {
        Settle();
        return result!;
    }

    public async Task<T> ResultAsync()
    {
        await Ended.ConfigureAwait(false);
        return Result();
    }

    protected override void Write(StateSession session) => result = write(session);
}
