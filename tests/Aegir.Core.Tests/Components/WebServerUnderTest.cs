using System.Diagnostics;
using System.Text;

namespace Aegir.Tests.Components;

/// <summary>
/// A real web server with php-fpm on ports of loopback, whose own configuration does no more than include what Aegir writes. The program
/// that tests and reloads it keeps a list of what it was called with, and runs a hook where a test puts one.
/// </summary>
public abstract class WebServerUnderTest : IDisposable
{
    private readonly PhpFpm fpm;
    private readonly StringBuilder words = new();
    private Process? process;

    protected WebServerUnderTest(TempFolder folder, WebServerType type, bool cachesCode)
    {
        Folder = folder;
        // Web servers run as somebody else than the tests.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        Directory.CreateDirectory(folder.At("aegir"));
        fpm = new PhpFpm(folder, cachesCode);
        Server = new Server
        {
            Name = Server.MasterName,
            WebServer = type,
            Folder = folder.At("aegir"),
            WebPort = Loopback.FreePort(),
            WebHttpsPort = Loopback.FreePort(),
            Addresses = ["127.0.0.1"],
            WebCommand = [folder.At("web")],
            PhpFpm = fpm.Socket,
        };
        Visitor = new RawVisitor(Server.WebPort, Server.WebHttpsPort);
    }

    public static IEnumerable<WebServerType> Types => [WebServerType.Nginx, WebServerType.Apache];

    public TempFolder Folder { get; }

    public Server Server { get; }

    public RawVisitor Visitor { get; }

    /// <summary>What its program was called with, a line each.</summary>
    public IReadOnlyList<string> Calls => File.Exists(Folder.At("web.log")) ? File.ReadAllLines(Folder.At("web.log")) : [];

    public int Reloads => Calls.Count(line => line is "-s reload" or "-k graceful");

    /// <summary>The folder of the server's configuration.</summary>
    public string Tree => Folder.At($"aegir/config/server_master/{Name}");

    /// <summary>The folder with the files of the sites.</summary>
    public string HostFolder => Tree + "/vhost.d";

    protected abstract string Name { get; }

    /// <param name="cachesCode">See <see cref="PhpFpm"/>.</param>
    public static WebServerUnderTest Start(TempFolder folder, WebServerType type, bool cachesCode = true)
    {
        WebServerUnderTest server = type == WebServerType.Nginx ? new NginxUnderTest(folder, cachesCode) : new ApacheUnderTest(folder, cachesCode);
        try
        {
            server.Start();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A script that runs before the web server's program, with its arguments; null takes it away.</summary>
    public void Hook(string? script)
    {
        File.Delete(Folder.At("hook"));
        if (script is not null)
            Executable("hook", script);
    }

    public void Start()
    {
        process = Command.Start(Folder.At("web"), StartArguments);
        process.ErrorDataReceived += (_, line) => words.Append(line.Data).Append('\n');
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var clock = Stopwatch.StartNew();
        while (!IsUp)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(20) || process.HasExited)
                throw new InvalidOperationException($"{Name} does not start: {words}{Log}");
            Thread.Sleep(20);
        }
    }

    public void Stop()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    public string Log => File.Exists(Folder.At("web-error.log")) ? File.ReadAllText(Folder.At("web-error.log")) : "";

    public void Dispose()
    {
        Stop();
        fpm.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract string[] StartArguments { get; }

    protected abstract bool IsUp { get; }

    protected void Program(string command) => Executable("web", $$"""
        #!/bin/sh
        echo "$*" >>{{Folder.At("web.log")}}
        [ ! -x {{Folder.At("hook")}} ] || {{Folder.At("hook")}} "$@" || exit
        exec {{command}} "$@"
        """);

    private void Executable(string name, string text) =>
        File.SetUnixFileMode(Folder.Write(name, text), (UnixFileMode)Convert.ToInt32("755", 8));
}

public sealed class NginxUnderTest : WebServerUnderTest
{
    public NginxUnderTest(TempFolder folder, bool cachesCode)
        : base(folder, WebServerType.Nginx, cachesCode)
    {
        folder.Write("nginx.conf", $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{folder.At("nginx.pid")}};
            error_log {{folder.At("web-error.log")}};
            worker_processes 2;
            events { worker_connections 128; }
            http {
                include /etc/nginx/mime.types;
                access_log off;
                client_body_temp_path {{folder.At("body")}};
                fastcgi_temp_path {{folder.At("fastcgi")}};
                proxy_temp_path {{folder.At("proxy")}};
                uwsgi_temp_path {{folder.At("uwsgi")}};
                scgi_temp_path {{folder.At("scgi")}};
                include {{folder.At("aegir/config/nginx*.conf")}};
            }
            """);
        Program($"{Programs.Find("nginx")} -c {folder.At("nginx.conf")} -e {folder.At("web-error.log")}");
    }

    protected override string Name => "nginx";

    protected override string[] StartArguments => ["-g", "daemon off;"];

    /// <summary>Has it read its configuration, and returns once nobody goes by the old one.</summary>
    public void Reload()
    {
        var master = File.ReadAllText(Folder.At("nginx.pid")).Trim();
        var before = Workers(master);
        Command.Run(Folder.At("web"), "-s", "reload");
        var clock = Stopwatch.StartNew();
        while (Workers(master) is var now && (now.Length == 0 || now.Intersect(before).Any()))
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(20))
                throw new InvalidOperationException("nginx does not reload: " + Log);
            Thread.Sleep(5);
        }
    }

    private static string[] Workers(string master) =>
        File.ReadAllText($"/proc/{master}/task/{master}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    protected override bool IsUp => File.Exists(Folder.At("nginx.pid"));
}

public sealed class ApacheUnderTest : WebServerUnderTest
{
    private static readonly string[] Modules =
    [
        "mpm_event", "authz_core", "mime", "dir", "alias", "env", "rewrite", "headers", "expires", "setenvif", "proxy", "proxy_fcgi", "socache_shmcb", "ssl",
    ];

    public ApacheUnderTest(TempFolder folder, bool cachesCode)
        : base(folder, WebServerType.Apache, cachesCode)
    {
        folder.Write("apache.conf", $"""
            ServerRoot {folder.Path}
            PidFile {folder.At("apache.pid")}
            ErrorLog {folder.At("web-error.log")}
            DefaultRuntimeDir {folder.Path}
            Mutex pthread
            ServerName localhost
            StartServers 1
            Listen 127.0.0.1:{Server.WebPort}
            Listen 127.0.0.1:{Server.WebHttpsPort}
            {string.Join('\n', Modules.Select(name => $"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"))}
            {(Environment.UserName == "root" ? "User www-data\nGroup www-data" : "")}
            TypesConfig /etc/mime.types
            <Directory />
                Require all denied
            </Directory>
            IncludeOptional {folder.At("aegir/config/apache*.conf")}
            """);
        Program($"{Programs.Find("apache2", "httpd")} -f {folder.At("apache.conf")}");
    }

    protected override string Name => "apache";

    protected override string[] StartArguments => ["-DFOREGROUND"];

    protected override bool IsUp => File.Exists(Folder.At("apache.pid")) && Loopback.Answers(Server.WebPort);
}

/// <summary>A test with each web server; skipped where one is missing.</summary>
public sealed class NeedsWebServersTheoryAttribute : TheoryAttribute
{
    public NeedsWebServersTheoryAttribute() => Skip = new NeedsFactAttribute("nginx", "apache2|httpd", PhpFpm.Needs, "php", "openssl", "flock").Skip;
}

/// <summary>A row for each web server, with further values.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class BothAttribute(params object?[] values) : Xunit.Sdk.DataAttribute
{
    public override IEnumerable<object?[]> GetData(System.Reflection.MethodInfo testMethod) =>
        WebServerUnderTest.Types.Select(type => (object?[])[type, .. values]);
}
