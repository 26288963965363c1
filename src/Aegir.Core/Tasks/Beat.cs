namespace Aegir.Tasks;

/// <summary>When a worker gave a sign.</summary>
internal sealed class Beat
{
    private readonly long ticks = Environment.TickCount64;
    private readonly DateTimeOffset time = DateTimeOffset.UtcNow;

    /// <summary>By the clock that tells more: one does not go on while the machine sleeps, the other may be set back.</summary>
    public TimeSpan Age
    {
        get
        {
            var elapsed = TimeSpan.FromMilliseconds(Environment.TickCount64 - ticks);
            var passed = DateTimeOffset.UtcNow - time;
            return passed > elapsed ? passed : elapsed;
        }
    }
}
