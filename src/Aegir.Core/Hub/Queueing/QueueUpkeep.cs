using System.Diagnostics;

namespace Aegir.Hub.Queueing;

/// <summary>Forgets what is too old to be kept; what cannot go now is tried again the next time.</summary>
internal sealed class QueueUpkeep(QueueWorkers shared, Retention retention)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly Stopwatch since = new();

    /// <summary>The same where it was not done for an hour.</summary>
    public async Task MayRunAsync(ITaskSink sink, CancellationToken cancellation)
    {
        if (!since.IsRunning || since.Elapsed >= Every)
            await RunAsync(sink, cancellation).ConfigureAwait(false);
    }

    public async Task RunAsync(ITaskSink sink, CancellationToken cancellation)
    {
        since.Restart();
        try
        {
            await shared.Rooms.Upgrades.ForgetExpiredAsync(sink, cancellation).ConfigureAwait(false);
            await RemoveBackupsAsync(sink, cancellation).ConfigureAwait(false);
            shared.Services.Store.Write(session => session.Retention.Forget(retention, DateTimeOffset.UtcNow));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The next time.
        }
    }

    private async Task RemoveBackupsAsync(ITaskSink sink, CancellationToken cancellation)
    {
        if (retention.Backups == TimeSpan.Zero)
            return;
        foreach (var id in shared.Services.Store.Read(session => session.Retention.Backups(DateTimeOffset.UtcNow - retention.Backups, retention.MinBackups)))
        {
            try
            {
                await shared.Rooms.Sites.RemoveBackupAsync(id, sink, cancellation).ConfigureAwait(false);
            }
            catch (AegirException error)
            {
                sink.Emit(new TaskEvent(TaskEventKind.Verbose, $"backup {id}", null, error.Message));
            }
        }
    }
}
