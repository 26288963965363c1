using System.Net;
using System.Net.Sockets;

namespace Aegir.Tests.Components;

/// <summary>A way to a port of this machine that can be cut: then nothing comes through, and nobody is told.</summary>
public sealed class Link : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> clients = [];
    private volatile bool cut;
    private volatile bool down;

    public Link(int port)
    {
        listener.Start();
        _ = AcceptAsync(port);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut() => cut = true;

    /// <summary>Lets all through again; nothing was lost but time.</summary>
    public void Mend() => cut = down = false;

    /// <summary>Closes all connections, and each that comes, until it is mended.</summary>
    public void Down()
    {
        down = true;
        Break();
    }

    /// <summary>Closes all connections.</summary>
    public void Break()
    {
        lock (clients)
        {
            clients.ForEach(client => client.Dispose());
            clients.Clear();
        }
    }

    public void Dispose()
    {
        listener.Stop();
        Break();
    }

    private async Task AcceptAsync(int port)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                if (down)
                {
                    near.Dispose();
                    continue;
                }
                var far = new TcpClient();
                await far.ConnectAsync(IPAddress.Loopback, port);
                lock (clients)
                    clients.AddRange([near, far]);
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[65536];
        try
        {
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                while (cut)
                    await Task.Delay(50);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // An end was closed.
        }
    }
}
