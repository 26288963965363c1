using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Aegir.Tests.Building;

/// <summary>A web server on loopback that serves what it is given, and misbehaves where it is told to.</summary>
public sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Func<FileRequest, NetworkStream, CancellationToken, Task>> pages = new();
    private readonly ConcurrentQueue<FileRequest> requests = new();

    public FileServer()
    {
        listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Url { get; }

    public IReadOnlyCollection<FileRequest> Requests => requests;

    /// <summary>What each answer waits for before it begins.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Serves a file; with a tag by which it can be asked for again.</summary>
    public string Add(string path, byte[] content, bool tagged = false)
    {
        var tag = '"' + Convert.ToHexString(SHA256.HashData(content))[..16] + '"';
        pages[path] = (request, stream, token) => tagged && request.Headers.Contains($"If-None-Match: {tag}", StringComparison.OrdinalIgnoreCase)
            ? WriteAsync(stream, $"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\nConnection: close\r\n\r\n", [], token)
            : WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n{(tagged ? $"ETag: {tag}\r\n" : "")}Connection: close\r\n\r\n", content, token);
        return Url + path;
    }

    public string Add(string path, string content, bool tagged = false) => Add(path, Encoding.UTF8.GetBytes(content), tagged);

    /// <summary>Sends half of it, and then nothing until the other side gives up.</summary>
    public string AddStalling(string path) => Raw(path, async (_, stream, token) =>
    {
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", new byte[500], token);
        await Task.Delay(Timeout.Infinite, token);
    });

    /// <summary>Says that it has more than it sends.</summary>
    public string AddShort(string path, byte[] content) => Raw(path, (_, stream, token) =>
        WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {content.Length + 1000}\r\nConnection: close\r\n\r\n", content, token));

    /// <summary>Sends without an end, and does not say how much.</summary>
    public string AddEndless(string path) => Raw(path, async (_, stream, token) =>
    {
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", [], token);
        var block = new byte[65536];
        while (!token.IsCancellationRequested)
            await stream.WriteAsync(block, token);
    });

    /// <summary>Redirects to an address, which may be its own.</summary>
    public string AddRedirect(string path, string to) => Raw(path, (_, stream, token) =>
        WriteAsync(stream, $"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", [], token));

    public void Dispose()
    {
        stopping.Cancel();
        listener.Stop();
    }

    private string Raw(string path, Func<FileRequest, NetworkStream, CancellationToken, Task> answer)
    {
        pages[path] = answer;
        return Url + path;
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var request = await ReadAsync(stream, stopping.Token);
            requests.Enqueue(request);
            if (Delay > TimeSpan.Zero)
                await Task.Delay(Delay, stopping.Token);
            if (pages.TryGetValue(request.Path, out var answer) || pages.TryGetValue(request.Path.Split('?')[0], out answer))
                await answer(request, stream, stopping.Token);
            else
                await WriteAsync(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", [], stopping.Token);
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other side gave up, or we do.
        }
    }

    private static async Task<FileRequest> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, cancellation);
            if (read == 0)
                break;
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        var parts = text.ToString().Split("\r\n\r\n", 2);
        var length = parts[0].Split('\n').FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } header
            ? int.Parse(header.Split(':')[1].Trim(), CultureInfo.InvariantCulture) : 0;
        var body = parts.Length > 1 ? parts[1] : "";
        while (body.Length < length)
            body += Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer, cancellation));
        var first = parts[0].Split(' ');
        return new FileRequest(first[0], first.Length > 1 ? first[1] : "", parts[0], body);
    }

    private static async Task WriteAsync(NetworkStream stream, string head, byte[] body, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellation);
        await stream.WriteAsync(body, cancellation);
    }
}

public sealed record FileRequest(string Method, string Path, string Headers, string Body);
