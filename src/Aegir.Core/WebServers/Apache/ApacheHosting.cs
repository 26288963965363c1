using System.Net;
using System.Net.Sockets;
using Aegir.Hosts;

namespace Aegir.WebServers.Apache;

/// <summary>Apache with PHP-FPM (mod_proxy_fcgi).</summary>
public sealed class ApacheHosting(IHost host, Server server) : ManagedHosting(host, server, "apache")
{
    private protected override string Stamp => Text("stamp.conf");

    /// <summary>The platform's own .htaccess as it is now: Apache reads none by itself, so that what changes in it counts from the next
    /// verify on (aegir-spec 6.2).</summary>
    public override Task PublishPlatformAsync(string name, string docroot, CancellationToken cancellation)
    {
        HostedSiteRules.CheckDocroot(name, docroot);
        return ApplyAsync(Change() with
        {
            Files = new Dictionary<string, string>
            {
                [PlatformFile(name)] = $"# Written by Aegir, anew with each verify of the platform.\n<Directory {ApacheText.Path(name, docroot)}>\n@HTACCESS@\n</Directory>\n",
            },
            RulesOf = docroot,
        }, cancellation);
    }

    public override Task WithdrawPlatformAsync(string name, CancellationToken cancellation) =>
        ApplyAsync(Change() with { Remove = [PlatformFile(name)] }, cancellation);

    private protected override IReadOnlyDictionary<string, string> BaseFiles()
    {
        var files = new[] { "none", "host", "tls", "maintenance", "disabled", "cron", "rules" }.ToDictionary(
            name => $"apache/{name}.conf", name => Text(name + ".conf"));
        files["apache/maintenance.conf"] = files["apache/maintenance.conf"].Replace("@PAGE@", ShutPage.Maintenance, StringComparison.Ordinal);
        files["apache/disabled.conf"] = files["apache/disabled.conf"].Replace("@PAGE@", ShutPage.Disabled, StringComparison.Ordinal);
        files["apache.conf"] = Text("server.conf")
            .Replace("@HTTP@", Addresses(Server.WebPort), StringComparison.Ordinal)
            .Replace("@HTTPS@", Addresses(Server.WebHttpsPort), StringComparison.Ordinal);
        return files;
    }

    private protected override IReadOnlyDictionary<string, string> SiteFiles(HostedSite site, string certificates)
    {
        var text = new ApacheSite(Server, Tree, site, certificates);
        var files = new Dictionary<string, string> { ["apache/vhost.d/" + site.Name] = text.Named };
        if (text.Wild.Length > 0)
            files[$"apache/vhost.d/~{text.WildRank:00}.{site.Name}"] = text.Wild;
        return files;
    }

    // Other tools give the file an ending.
    private protected override IReadOnlyList<string> SitePatterns(string name) =>
        [$"apache/vhost.d/{name}", $"apache/vhost.d/{name}.conf", $"apache/vhost.d/~[0-9][0-9].{name}"];

    private static string PlatformFile(string name) => name.StartsWith("@platform_", StringComparison.Ordinal) && name.Skip(1).All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_')
        ? $"apache/platform.d/{name[1..]}.conf"
        : throw HostedSiteRules.NotServable(name, "it is not the context name of a platform");

    private string Text(string name) => Tree.Fill(HostScripts.Resource("WebServers.Apache." + name));

    private string Addresses(int port) => Server.Addresses.Count == 0 ? $"*:{port}" : string.Join(' ', Server.Addresses.Select(IPAddress.Parse)
        .Select(address => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]:{port}" : $"{address}:{port}"));
}
