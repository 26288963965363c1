using System.Collections.Concurrent;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>What this process has on a task it works on: whether it is to stop, and whether the task still is its own.</summary>
internal sealed class TaskHold : IDisposable
{
    private static readonly ConcurrentDictionary<(string Store, long TaskId), TaskHold> Held = new();

    private readonly IStateStore store;
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource loss = new();
    private readonly TimeSpan fence;
    private Beat beaten = new();

    private TaskHold(IStateStore store, long taskId)
    {
        this.store = store;
        fence = store.Times.Fence;
        TaskId = taskId;
        Held[(store.Identity, taskId)] = this;
    }

    public long TaskId { get; }

    /// <summary>The log of the run, whose lines are kept from time to time.</summary>
    public TaskLog? Log { get; set; }

    /// <summary>The task, as the end of its run left it; null before that.</summary>
    public AegirTask? Ended { get; set; }

    /// <summary>Cancelled when the work is to end in its undo.</summary>
    public CancellationToken Stopping => stop.Token;

    /// <summary>Cancelled when somebody else may be at work on it: then nothing is done any more, not even an undo.</summary>
    public CancellationToken Losing => loss.Token;

    public bool IsLost => loss.IsCancellationRequested;

    /// <summary>Why it is to stop; null where it is not.</summary>
    public string? StopReason { get; private set; }

    /// <summary>True where it goes back to the queue when it was undone.</summary>
    public bool IsHandedBack { get; private set; }

    /// <summary>True where a process of ours works on the task.</summary>
    public static bool Exists(IStateStore store, long taskId) => Held.ContainsKey((store.Identity, taskId));

    /// <summary>Takes tasks with their leases. The holds are there before the transaction is through, so that nobody of this process takes those tasks
    /// for abandoned.</summary>
    /// <param name="take">Gives the numbers of the tasks.</param>
    public static async Task<IReadOnlyList<TaskHold>> TakeAllAsync(IStateStore store, Func<StateSession, IEnumerable<long>> take)
    {
        List<TaskHold> holds = [];
        try
        {
            return await store.WriteTaskAsync(session =>
            {
                // It may be run again.
                holds.ForEach(hold => hold.Dispose());
                return holds = [.. take(session).Select(id => new TaskHold(store, id))];
            }).ConfigureAwait(false);
        }
        catch
        {
            holds.ForEach(hold => hold.Dispose());
            throw;
        }
    }

    public static async Task<TaskHold> TakeAsync(IStateStore store, Func<StateSession, long> take) =>
        (await TakeAllAsync(store, session => [take(session)]).ConfigureAwait(false))[0];

    public void Stop(string reason, bool handBack = false)
    {
        if (StopReason is not null)
            return;
        StopReason = reason;
        IsHandedBack = handBack;
        _ = stop.CancelAsync();
    }

    /// <summary>The store heard that we work on it.</summary>
    public void Beaten(Beat beat) => Volatile.Write(ref beaten, beat);

    /// <summary>Gives the task up where the store has not heard of us for too long (<see cref="LeaseTimes.Fence"/>).</summary>
    public void GiveUpIfSilent()
    {
        if (Volatile.Read(ref beaten).Age >= fence)
            Lose();
    }

    /// <summary>True where only the store knows whether the task is still ours.</summary>
    public bool HasSlept => Volatile.Read(ref beaten).MayBeOlder(fence);

    /// <summary>Before anything is done for the task.</summary>
    /// <exception cref="AegirException">TaskLost.</exception>
    public void Check()
    {
        GiveUpIfSilent();
        if (!IsLost && HasSlept)
            Ask();
        if (IsLost)
            throw Lost();
    }

    public void Lose()
    {
        if (!IsLost)
            _ = loss.CancelAsync();
    }

    /// <summary>In the transaction that is going to write for the task.</summary>
    /// <exception cref="AegirException">TaskLost.</exception>
    public void Require(StateSession session)
    {
        if (IsLost)
            throw Lost();
        session.Leases.Require(TaskId, Worker.Current.ToString(), Lost);
    }

    public bool IsOurs(StateSession session) => !IsLost && session.Leases.IsHeld(TaskId, Worker.Current.ToString());

    public AegirException Lost()
    {
        Lose();
        return new AegirException(AegirErrorKind.Busy, "TaskLost",
            $"Task {TaskId} was taken over by another worker, as this process gave no sign of life for too long.",
            $"Nothing is to be done: that one puts right what is left. Get-AegirTaskLog -Id {TaskId} shows it.");
    }

    public void Dispose() => Held.TryRemove(new((store.Identity, TaskId), this));

    private void Ask()
    {
        try
        {
            Beat.Give(store, [this]);
        }
        catch (Exception error) when (error is System.Data.Common.DbException or AegirException)
        {
            Lose();
        }
    }
}
