namespace Aegir.State;

/// <summary>Lets one writer through at a time, who takes along what waits behind it.</summary>
/// <param name="write">Writes all of them in one transaction, and ends each.</param>
internal sealed class WriterGate(Action<IReadOnlyList<QueuedWrite>> write)
{
    private readonly object door = new();
    private List<QueuedWrite> waiting = [];
    private bool isTaken;

    /// <summary>Returns when the write has ended.</summary>
    public void Pass(QueuedWrite mine)
    {
        bool isFirst;
        lock (door)
        {
            waiting.Add(mine);
            isFirst = !isTaken;
            isTaken = true;
        }
        if (isFirst || mine.WaitForTurn())
            Lead();
    }

    /// <summary>Returns at once; the write is told when it has ended.</summary>
    public void Leave(QueuedWrite mine)
    {
        bool isFirst;
        lock (door)
        {
            waiting.Add(mine);
            isFirst = !isTaken;
        }
        if (isFirst)
            CallForLeader();
    }

    private void Lead()
    {
        var batch = Through();
        QueuedWrite? next;
        bool isLeft;
        lock (door)
        {
            // Who waits with a thread of its own need not look for one.
            next = waiting.Find(queued => !queued.IsAwaited);
            isTaken = next is not null;
            isLeft = !isTaken && waiting.Count > 0;
        }
        // It goes on before those are woken who are done.
        next?.GiveTurn();
        if (isLeft)
            CallForLeader();
        batch.ForEach(ended => ended.Wake());
    }

    // Whoever comes first may lead; where no thread is free for a while, that is one that waits here.
    private void CallForLeader() => ThreadPool.UnsafeQueueUserWorkItem(_ => LeadAll(), null);

    private void LeadAll()
    {
        lock (door)
        {
            if (isTaken || waiting.Count == 0)
                return;
            isTaken = true;
        }
        while (true)
        {
            Through().ForEach(ended => ended.Wake());
            lock (door)
                if (waiting.Count == 0)
                {
                    isTaken = false;
                    return;
                }
        }
    }

    private List<QueuedWrite> Through()
    {
        List<QueuedWrite> batch;
        lock (door)
            (batch, waiting) = (waiting, []);
        write(batch);
        return batch;
    }
}
