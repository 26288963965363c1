using Npgsql;

namespace Aegir.State.PostgreSql;

/// <summary>Hears when a task is queued, in whatever process, over a connection of its own that is opened when somebody first waits.</summary>
internal sealed class TaskListener(NpgsqlDataSource source) : IDisposable
{
    private readonly TaskSignal signal = new();
    private readonly CancellationTokenSource ending = new();
    private readonly object gate = new();
    private Task? listening;

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        lock (gate)
            listening ??= Task.Run(() => ListenAsync(ending.Token), CancellationToken.None);
        return signal.WaitAsync(atMost, cancellation);
    }

    public void Dispose()
    {
        ending.Cancel();
        listening?.Wait();
        ending.Dispose();
    }

    // While it cannot listen, those who wait still look whenever their time is up.
    private async Task ListenAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
                connection.Notification += (_, _) => signal.Announce();
                await using (var listen = connection.CreateCommand())
                {
                    listen.CommandText = "SELECT 'LISTEN ' || quote_ident(" + PostgreSqlDialect.Channel + ")";
                    listen.CommandText = (string)(await listen.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
                    await listen.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }
                // What was queued before it listened.
                signal.Announce();
                while (true)
                    await connection.WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is NpgsqlException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
