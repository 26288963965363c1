using System.Diagnostics;
using Aegir.State;

namespace Aegir.Hub.Queueing;

/// <summary>A store that is away: a worker says so once, waits with longer and longer pauses, and goes on where it was.</summary>
internal sealed class StoreOutage(string location, QueueOptions options, ITaskSink sink)
{
    /// <summary>How long a worker waits that is not to stay. Whoever called it learns of it then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly Stopwatch since = new();
    private TimeSpan pause = FirstPause;

    /// <summary>True from the first call that failed to the next that did not.</summary>
    public bool IsOn => since.IsRunning;

    /// <summary>Whether it is worth waiting after an error.</summary>
    public bool MayPass(Exception error) =>
        StoreTrouble.MayPass(error) && (options.Stay || since.Elapsed < Patience) && !(DateTimeOffset.UtcNow >= options.Until);

    public async Task WaitAsync(Exception error, CancellationToken cancellation)
    {
        if (!IsOn)
            Say($"The hub's store is waited for: {error.Message}", error);
        since.Start();
        await Task.Delay(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
    }

    public void End()
    {
        if (IsOn)
            Say($"The hub's store answers again, after {since.Elapsed:hh\\:mm\\:ss}.", null);
        since.Reset();
        pause = FirstPause;
    }

    private void Say(string message, Exception? error) => sink.Emit(new TaskEvent(TaskEventKind.Warning, location, null, message, Error: error));
}
