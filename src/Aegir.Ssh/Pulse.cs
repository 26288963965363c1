using Renci.SshNet;
using Renci.SshNet.Common;

namespace Aegir.Ssh;

/// <summary>
/// Feels, while commands are under way, whether the other machine still answers: SSH.NET would wait for a dead link until the operating system
/// gives up, which takes a quarter of an hour.
/// </summary>
internal sealed class Pulse : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource dead = new();

    public Pulse(SshClient client) => _ = BeatAsync(client, stop.Token);

    /// <summary>Cancelled when there was no answer.</summary>
    public CancellationToken Dead => dead.Token;

    public void Dispose() => stop.Cancel();

    private async Task BeatAsync(SshClient client, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, stopping).ConfigureAwait(false);
                var answer = Task.Factory.StartNew(() => Ask(client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                await answer.WaitAsync(Patience, stopping).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            await dead.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nothing is under way any more.
        }
    }

    // Any answer is a sign of life, also a refusal; nobody waits until what is asked for is done.
    private static void Ask(SshClient client)
    {
        try
        {
            using var command = client.CreateCommand("true");
            _ = command.ExecuteAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is SshException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The connection has ended, or takes no further command.
        }
    }
}
