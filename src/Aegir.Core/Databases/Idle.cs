using System.Diagnostics;

namespace Aegir.Databases;

internal static class Idle
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks again and again until nobody is busy.</summary>
    /// <exception cref="AegirException">DatabaseBusy.</exception>
    public static async Task WaitAsync(string name, TimeSpan timeout, Func<Task<long>> busy, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (await busy().ConfigureAwait(false) is var others and > 0)
        {
            if (clock.Elapsed >= timeout)
                throw new AegirException(AegirErrorKind.Busy, "DatabaseBusy",
                    $"After {timeout.TotalSeconds:0} s, {others} other connection(s) still work on the database {name}.",
                    "Wait until they are done, or end them, and run the command again.");
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }
}
