using System.Diagnostics;
using System.Net;

namespace Aegir.Tests.Components;

/// <summary>An nginx with php-fpm that serves, for every host name, the docroot that a link of that name in a folder points to.</summary>
public sealed class NginxServer : IDisposable
{
    public static readonly string[] Needs = ["nginx", "php-fpm8.2|php-fpm8.3|php-fpm8.4|php-fpm", "php"];

    private readonly Process fpm;
    private readonly Process nginx;

    public NginxServer(TempFolder folder, string webRoot)
    {
        var port = Loopback.FreePort();
        Url = $"http://127.0.0.1:{port}";
        Directory.CreateDirectory(webRoot);
        // The socket and the sites belong to whoever runs the tests.
        var socket = folder.At("fpm.sock");
        var fpmConfig = folder.Write("fpm.conf", $"""
            [global]
            error_log = {folder.At("fpm.log")}
            daemonize = no
            [www]
            user = {Environment.UserName}
            group = {Environment.UserName}
            listen = {socket}
            pm = static
            pm.max_children = 4
            """);
        var nginxConfig = folder.Write("nginx.conf", $$"""
            user {{Environment.UserName}};
            daemon off;
            pid {{folder.At("nginx.pid")}};
            error_log {{folder.At("nginx.log")}};
            events { worker_connections 64; }
            http {
                access_log off;
                server {
                    listen 127.0.0.1:{{port}} default_server;
                    root {{webRoot}}/$host;
                    location / { try_files $uri /index.php?$query_string; }
                    location ~ ^/index\.php {
                        include /etc/nginx/fastcgi_params;
                        fastcgi_param HTTP_HOST $http_host;
                        fastcgi_param SCRIPT_FILENAME $realpath_root$fastcgi_script_name;
                        fastcgi_param DOCUMENT_ROOT $realpath_root;
                        fastcgi_pass unix:{{socket}};
                    }
                }
            }
            """);
        fpm = Start(Programs.Find(Needs[1].Split('|'))!, "-R", "-F", "-y", fpmConfig);
        nginx = Start(Programs.Find("nginx")!, "-c", nginxConfig, "-e", folder.At("nginx.log"));
        var clock = Stopwatch.StartNew();
        while (!Loopback.Answers(port) || !File.Exists(socket))
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(20))
                throw new InvalidOperationException("nginx does not start: " + File.ReadAllText(folder.At("nginx.log")));
            Thread.Sleep(50);
        }
    }

    public string Url { get; }

    public (HttpStatusCode Status, string Body) Get(string host, string path = "/")
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, Url + path) { Headers = { Host = host } };
        using var response = client.Send(request);
        return (response.StatusCode, new StreamReader(response.Content.ReadAsStream()).ReadToEnd());
    }

    public void Dispose()
    {
        foreach (var process in new[] { nginx, fpm })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var process = Command.Start(program, arguments);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }
}

public sealed class NeedsNginxFactAttribute() : NeedsFactAttribute(NginxServer.Needs);
