using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aegir.Tests.Components;

/// <summary>A port that leads to another, and can be cut where a statement passes: before the server has it, before its answer comes back, or
/// so that the statement arrives only later.</summary>
public sealed class CuttableLink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly int target;
    private readonly ConcurrentDictionary<TcpClient, TaskCompletionSource> muted = new();
    private readonly ConcurrentDictionary<TcpClient, bool> clients = new();
    private Cut? armed;
    private volatile bool isDown;

    public CuttableLink(int target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Cuts the next connection by which the statement comes, once.</summary>
    public Cut Arm(string statement, CutAt at) => armed = new Cut(statement, at);

    /// <summary>Cuts all who are connected, and lets nobody through any more.</summary>
    public void GoDown()
    {
        isDown = true;
        foreach (var client in clients.Keys)
            client.Dispose();
    }

    public void ComeBack() => isDown = false;

    public void Dispose()
    {
        ending.Cancel();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                _ = LinkAsync(await listener.AcceptTcpClientAsync(ending.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task LinkAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            clients[client] = true;
            try
            {
                if (isDown)
                    return;
                await server.ConnectAsync(IPAddress.Loopback, target, ending.Token);
                await await Task.WhenAny(AnswerAsync(client, server), AskAsync(client, server));
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Either end has gone.
            }
            finally
            {
                clients.TryRemove(client, out _);
            }
        }
    }

    private async Task AnswerAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[65536];
        while (await server.GetStream().ReadAsync(buffer, ending.Token) is var length and > 0)
            if (muted.TryGetValue(client, out var answered))
                answered.TrySetResult();
            else
                await client.GetStream().WriteAsync(buffer.AsMemory(0, length), ending.Token);
    }

    private async Task AskAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[65536];
        while (await client.GetStream().ReadAsync(buffer, ending.Token) is var length and > 0)
        {
            var question = buffer.AsMemory(0, length);
            if (armed is not { } cut || question.Span.IndexOf(Encoding.ASCII.GetBytes(cut.Statement)) < 0 || Interlocked.Exchange(ref armed, null) is null)
            {
                await server.GetStream().WriteAsync(question, ending.Token);
                continue;
            }
            var answered = new TaskCompletionSource();
            muted[client] = answered;
            if (cut.At == CutAt.BeforeAnswer)
            {
                await server.GetStream().WriteAsync(question, ending.Token);
                await answered.Task;
            }
            client.Dispose();
            cut.Happened.SetResult();
            if (cut.At == CutAt.Delayed)
            {
                await Task.Delay(500, ending.Token);
                await server.GetStream().WriteAsync(question, ending.Token);
                await answered.Task;
            }
            return;
        }
    }
}

public enum CutAt { BeforeServer, BeforeAnswer, Delayed }

public sealed record Cut(string Statement, CutAt At)
{
    public TaskCompletionSource Happened { get; } = new();
}
