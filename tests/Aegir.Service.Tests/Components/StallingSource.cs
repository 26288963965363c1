using System.Net;
using System.Net.Sockets;

namespace Aegir.Service.Tests.Components;

/// <summary>A git server that takes calls and says nothing until it is told to hang up: a check that takes its time.</summary>
public sealed class StallingSource : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource hangUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int calls;

    public StallingSource()
    {
        listener.Start();
        _ = AnswerAsync();
    }

    public GitUpdates Source => new($"git://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/repository.git", "main");

    public int Calls => calls;

    public void HangUp() => hangUp.TrySetResult();

    public void Dispose()
    {
        HangUp();
        listener.Dispose();
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var caller = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref calls);
                _ = hangUp.Task.ContinueWith(_ => caller.Dispose(), TaskScheduler.Default);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
