using System.Diagnostics;

namespace Aegir.State.PostgreSql;

/// <summary>Tries again what a failover, a restart or another's transaction was in the way of, with longer and longer pauses, for a time.</summary>
/// <param name="location">The store, for messages.</param>
internal sealed class Retries(string location)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <param name="isTransient">Which errors to try again after.</param>
    /// <param name="onTrouble">Is called before another try.</param>
    /// <exception cref="AegirException">HubUnreachable: the time is up. Or what <see cref="Trouble.Told"/> says.</exception>
    public T Run<T>(TimeSpan patience, Func<T> act, Func<Exception, bool> isTransient, Action<Exception> onTrouble)
    {
        var clock = Stopwatch.StartNew();
        var pause = TimeSpan.FromMilliseconds(10);
        while (true)
        {
            try
            {
                return act();
            }
            catch (Exception error) when (isTransient(error))
            {
                if (clock.Elapsed + pause > patience)
                    throw Unreachable(error);
                onTrouble(error);
            }
            catch (Exception error) when (Trouble.Told(error, location) is { } told)
            {
                throw told;
            }
            // Those who were in each other's way are not to meet again.
            Thread.Sleep(pause * (0.5 + Random.Shared.NextDouble()));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public AegirException Unreachable(Exception error) => new(AegirErrorKind.Unavailable, "HubUnreachable",
        $"The hub's store {location} does not answer: {Reason(error)}",
        "See that the server runs, that this machine may connect to it, and that one of its hosts takes writes; then run this again.", error);

    private static string Reason(Exception error) => error.InnerException is AggregateException several
        ? string.Join(' ', several.InnerExceptions.Select(inner => inner.Message).Distinct())
        : error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message;
}
