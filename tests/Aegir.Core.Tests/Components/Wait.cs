using System.Diagnostics;

namespace Aegir.Tests.Components;

public static class Wait
{
    /// <summary>Waits until something is so; false when it is not after the time.</summary>
    public static async Task<bool> UntilAsync(Func<bool> holds, double seconds = 10)
    {
        var clock = Stopwatch.StartNew();
        while (!holds())
        {
            if (clock.Elapsed.TotalSeconds > seconds)
                return false;
            await Task.Delay(20);
        }
        return true;
    }
}
