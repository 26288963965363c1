using Renci.SshNet;
using Renci.SshNet.Common;

namespace Aegir.Ssh;

/// <summary>
/// Feels, while commands are under way, whether the other machine still answers: SSH.NET would wait for a dead link until the operating system
/// gives up, which takes a quarter of an hour. A link that is dead is closed, which ends the commands.
/// </summary>
internal sealed class Pulse : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource stop = new();

    public Pulse(SshClient client) => _ = BeatAsync(client, stop.Token);

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private static async Task BeatAsync(SshClient client, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, stop).ConfigureAwait(false);
                var answer = Task.Factory.StartNew(() => Ask(client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                if (await Task.WhenAny(answer, Task.Delay(Patience, stop)).ConfigureAwait(false) != answer)
                {
                    stop.ThrowIfCancellationRequested();
                    client.Dispose();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing is under way any more.
        }
    }

    // Any answer is a sign of life, also a refusal.
    private static void Ask(SshClient client)
    {
        try
        {
            using var command = client.CreateCommand("true");
            command.Execute();
        }
        catch (Exception error) when (error is SshException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The connection has ended, or takes no further command.
        }
    }
}
