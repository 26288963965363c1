using System.Net;
using System.Net.Sockets;
using Aegir.Hosts;

namespace Aegir.WebServers.Nginx;

/// <summary>nginx with PHP-FPM.</summary>
public sealed class NginxHosting(IHost host, Server server) : ManagedHosting(host, server, "nginx")
{
    private protected override string Stamp => Text("stamp.conf");

    private protected override IReadOnlyDictionary<string, string> BaseFiles() => new Dictionary<string, string>
    {
        ["nginx.conf"] = Text("server.conf")
            .Replace("@LISTEN_DEFAULT@", Listen(Server.WebPort, " default_server"), StringComparison.Ordinal)
            .Replace("@LISTEN_DEFAULT_HTTPS@", Listen(Server.WebHttpsPort, " ssl http2 default_server"), StringComparison.Ordinal)
            .Replace("@HTTPS_PORT@", Server.WebHttpsPort == 443 ? "" : $":{Server.WebHttpsPort}", StringComparison.Ordinal),
        ["nginx/listen.conf"] = Listen(Server.WebPort, "") + "\n",
        ["nginx/listen-https.conf"] = Listen(Server.WebHttpsPort, " ssl http2") + Tree.Fill("\ninclude \"@TREE@/tls.conf\";\n"),
        ["nginx/tls.conf"] = Text("tls.conf"),
        ["nginx/challenge.conf"] = Text("challenge.conf"),
        ["nginx/php.conf"] = Text("php.conf"),
        ["nginx/cron.conf"] = Text("cron.conf"),
        ["nginx/rules.conf"] = Text("rules.conf"),
        ["nginx/shut.conf"] = Text("shut.conf").Replace("@PAGE@", ShutPage.Maintenance, StringComparison.Ordinal),
        ["nginx/disabled.conf"] = Text("disabled.conf").Replace("@PAGE@", ShutPage.Disabled, StringComparison.Ordinal),
    };

    private protected override IReadOnlyDictionary<string, string> SiteFiles(HostedSite site, string certificates) =>
        new Dictionary<string, string> { [$"nginx/vhost.d/{site.Name}"] = new NginxSite(Tree, site, certificates).ToString() };

    // Other tools give the file an ending.
    private protected override IReadOnlyList<string> SitePatterns(string name) => [$"nginx/vhost.d/{name}", $"nginx/vhost.d/{name}.conf"];

    private string Text(string name) => Tree.Fill(HostScripts.Resource("WebServers.Nginx." + name));

    // The mark is for machines without IPv6.
    private string Listen(int port, string options) => string.Join('\n', Server.Addresses.Count == 0
        ? [$"listen {port}{options};", $"listen [::]:{port}{options}; #ipv6"]
        : Server.Addresses.Select(IPAddress.Parse).Select(address =>
            $"listen {(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address)}:{port}{options};"));
}
