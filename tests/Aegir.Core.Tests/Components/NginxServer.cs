using System.Diagnostics;
using System.Net;

namespace Aegir.Tests.Components;

/// <summary>An nginx that Aegir does not configure, with php-fpm. It serves, for every host name, the docroot that a link of that name in a folder points to.</summary>
public sealed class NginxServer : IDisposable
{
    public static readonly string[] Needs = ["nginx", PhpFpm.Needs, "php"];

    private readonly PhpFpm fpm;
    private readonly Process nginx;

    public NginxServer(TempFolder folder, string webRoot)
    {
        var port = Loopback.FreePort();
        Url = $"http://127.0.0.1:{port}";
        Directory.CreateDirectory(webRoot);
        fpm = new PhpFpm(folder);
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
                        fastcgi_pass unix:{{fpm.Socket}};
                    }
                }
            }
            """);
        nginx = Start(Programs.Find("nginx")!, "-c", nginxConfig, "-e", folder.At("nginx.log"));
        var clock = Stopwatch.StartNew();
        while (!Loopback.Answers(port))
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
        nginx.Kill(entireProcessTree: true);
        nginx.WaitForExit();
        nginx.Dispose();
        fpm.Dispose();
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
