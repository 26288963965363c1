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

    private void Lead()
    {
        List<QueuedWrite> batch;
        lock (door)
            (batch, waiting) = (waiting, []);
        write(batch);
        QueuedWrite? next;
        lock (door)
        {
            next = waiting.FirstOrDefault();
            isTaken = next is not null;
        }
        // It goes on before those are woken who are done.
        next?.GiveTurn();
        batch.ForEach(ended => ended.Wake());
    }
}
