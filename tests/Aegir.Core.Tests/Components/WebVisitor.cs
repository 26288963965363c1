using System.Diagnostics;
using System.Net;

namespace Aegir.Tests.Components;

/// <summary>Visits a platform's sites as a browser does, through PHP's own web server or the one that serves them.</summary>
public sealed class WebVisitor : IDisposable
{
    private readonly Process? server;
    private readonly HttpClient client;

    public WebVisitor(string docroot, bool cachesCode = false)
    {
        var port = Loopback.FreePort();
        server = Command.Start("php", "-d", $"opcache.enable={(cachesCode ? 1 : 0)}", "-S", $"127.0.0.1:{port}", "-t", docroot, Fixtures.At("router.php"));
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        client = Client(port);
        for (var i = 0; i < 1500 && !Loopback.Answers(port); i++)
            Thread.Sleep(20);
    }

    /// <param name="port">Where a web server answers.</param>
    public WebVisitor(int port) => client = Client(port);

    public (HttpStatusCode Status, string Body) Get(string host, string path = "/") => Send(host, HttpMethod.Get, path);

    public byte[] GetBytes(string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        using var response = client.Send(request);
        using var bytes = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(bytes);
        return bytes.ToArray();
    }

    public (HttpStatusCode Status, string Body) Send(string host, HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = host } };
        if (form is not null)
            request.Content = new FormUrlEncodedContent(form);
        using var response = client.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return (response.StatusCode, reader.ReadToEnd());
    }

    public void Dispose()
    {
        client.Dispose();
        server?.Kill(entireProcessTree: true);
        server?.Dispose();
    }

    private static HttpClient Client(int port) =>
        new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
}
