using Aegir.State;

namespace Aegir.Tasks;

/// <summary>When a worker gave a sign.</summary>
internal sealed class Beat
{
    private readonly long ticks = Environment.TickCount64;
    private readonly DateTimeOffset time = DateTimeOffset.UtcNow;

    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - ticks);

    /// <summary>True where the machine slept meanwhile, or somebody set its clock forward: the patience of others may be over, though by our own
    /// count it is not.</summary>
    public bool MayBeOlder(TimeSpan age) => DateTimeOffset.UtcNow - time >= age;

    /// <summary>Tells the store that this process still works on tasks; those that are not its own any more are given up.</summary>
    public static void Give(IStateStore store, IReadOnlyCollection<TaskHold> holds)
    {
        var beat = new Beat();
        var held = store.WriteTask(session =>
        {
            // The word may be in the store long before we are told so.
            beat = new Beat();
            return session.Leases.Beat(Worker.Current.ToString(), [.. holds.Select(hold => hold.TaskId)]);
        });
        foreach (var hold in holds)
            if (held.Contains(hold.TaskId))
                hold.Beaten(beat);
            else
                hold.Lose();
    }
}
