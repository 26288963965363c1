using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Aegir.Tests.Components;

/// <summary>What a web server answered.</summary>
public sealed record WebReply(int Status, IReadOnlyDictionary<string, string> Headers, string Body, X509Certificate2? Certificate)
{
    public string? Location => Headers.GetValueOrDefault("location");

    public override string ToString() => $"{Status} {Location} {Body}";
}

/// <summary>Asks web servers on loopback, byte for byte as a test writes it: nothing is tidied up, followed or refused.</summary>
public sealed class RawVisitor(int port, int httpsPort)
{
    public WebReply Get(string host, string path = "/", bool https = false, params string[] headers) => Send("GET", host, path, https, null, headers);

    public WebReply Send(string method, string host, string path, bool https = false, string? body = null, params string[] headers)
    {
        using var client = new TcpClient("127.0.0.1", https ? httpsPort : port) { ReceiveTimeout = 30000 };
        using Stream stream = https ? Encrypted(client, host) : client.GetStream();
        var text = new StringBuilder($"{method} {path} HTTP/1.1\r\n");
        foreach (var line in headers.Prepend($"Host: {host}").Append("Connection: close"))
            text.Append(line).Append("\r\n");
        if (body is not null)
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        stream.Write(Encoding.UTF8.GetBytes(text.Append("\r\n").Append(body).ToString()));
        using var reply = new MemoryStream();
        try
        {
            stream.CopyTo(reply);
        }
        catch (IOException) when (reply.Length > 0)
        {
            // It closed the connection with parts of our request unread.
        }
        return Parse(Encoding.Latin1.GetString(reply.ToArray()), (stream as SslStream)?.RemoteCertificate);
    }

    private static SslStream Encrypted(TcpClient client, string host)
    {
        var stream = new SslStream(client.GetStream());
        // A session that goes on shows no certificate but the one it began with.
        stream.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = host.Split(':')[0],
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return stream;
    }

    private static WebReply Parse(string text, X509Certificate? certificate)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).GroupBy(parts => parts[0].ToLowerInvariant())
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(parts => parts[1])));
        var body = text[(end + 4)..];
        if (headers.TryGetValue("transfer-encoding", out var coding) && coding == "chunked")
            body = Joined(body);
        return new WebReply(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body,
            certificate is null ? null : new X509Certificate2(certificate));
    }

    private static string Joined(string chunks)
    {
        var body = new StringBuilder();
        for (var at = 0; at < chunks.Length;)
        {
            var line = chunks.IndexOf("\r\n", at, StringComparison.Ordinal);
            var length = int.Parse(chunks[at..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(chunks.AsSpan(line + 2, length));
            at = line + 2 + length + 2;
        }
        return body.ToString();
    }
}
