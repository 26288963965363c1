using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace QuickStart;

/// <summary>A folder with two releases of a stand-in for Drupal and five sites on the older one; gone at the end.</summary>
internal sealed class Playground : IDisposable
{
    private static readonly (string Site, string[] Modules)[] Sites =
    [
        ("blog.example.test", ["pathauto"]),
        ("shop.example.test", ["pathauto", "token"]),
        ("club.example.test", []),
        // The new release no longer has this module.
        ("legacy.example.test", ["legacy_widget"]),
        ("news.example.test", ["token"]),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("aegir-demo-").FullName;
    private readonly string fixtures = FindFixtures();

    public Playground()
    {
        foreach (var release in new[] { "drupal-10.1.5", "drupal-10.3.6" })
            Run("make-platform", release, Path.Combine(folder, release));
        foreach (var (site, modules) in Sites)
            Run("make-site", [OldRelease, site, "standard", "sqlite", .. modules.Select(module => "--module=" + module)]);
    }

    public string HubFile => Path.Combine(folder, "hub", "hub.db");

    public string OldRelease => Path.Combine(folder, "drupal-10.1.5");

    public string NewRelease => Path.Combine(folder, "drupal-10.3.6");

    /// <summary>Asks for a site's front page through PHP's own web server, and says what came back.</summary>
    public string Visit(string docroot, string site)
    {
        var port = FreePort();
        using var server = Start("php", ["-S", $"127.0.0.1:{port}", "-t", docroot, Path.Combine(fixtures, "router.php")]);
        try
        {
            using var client = new HttpClient();
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/") { Headers = { Host = site } };
                    using var response = client.Send(request);
                    var body = new StreamReader(response.Content.ReadAsStream()).ReadToEnd();
                    var version = body.IndexOf("Drupal version", StringComparison.Ordinal);
                    return $"HTTP {(int)response.StatusCode}{(version < 0 ? "" : ", " + body[version..].Split('<', '(')[0].Trim())}";
                }
                catch (HttpRequestException) when (attempt < 50)
                {
                    Thread.Sleep(50);
                }
            }
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    public void Dispose()
    {
        using var clean = Start("sh", ["-c", "chmod -R u+w \"$1\"; rm -rf -- \"$1\"", "sh", folder]);
        clean.WaitForExit();
    }

    private void Run(string script, params string[] arguments)
    {
        using var process = Start(Path.Combine(fixtures, script), arguments);
        var said = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{script} failed: {said.Result}");
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindFixtures()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, "tests", "fixtures")))
                return Path.Combine(folder, "tests", "fixtures");
        throw new InvalidOperationException("Run this from a checkout of Aegir.PowerShell: it needs tests/fixtures.");
    }
}

internal static class Sequences
{
    public static async IAsyncEnumerable<T> ToAsync<T>(this IEnumerable<T> items)
    {
        foreach (var item in items)
            yield return item;
        await Task.CompletedTask;
    }
}
