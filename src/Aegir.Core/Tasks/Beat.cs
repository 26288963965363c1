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
}
