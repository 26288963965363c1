using System.Text;

namespace Aegir.WebServers.Nginx;

/// <summary>The file of one site.</summary>
/// <param name="certificates">The folder with its certificate; empty for none.</param>
internal sealed class NginxSite(WebTree tree, HostedSite site, string certificates)
{
    public override string ToString()
    {
        var text = new StringBuilder("# Written by Aegir, anew with each verify of the site.\n");
        foreach (var host in WebHost.Of(site))
        {
            text.Append("server {\n");
            foreach (var line in Head(host).Concat(Body(host)))
                text.Append("    ").Append(line).Append('\n');
            text.Append("}\n");
        }
        return text.ToString();
    }

    private IEnumerable<string> Head(WebHost host)
    {
        yield return Include(host.Https ? "listen-https" : "listen");
        yield return $"server_name {string.Join(' ', host.Names)};";
        if (host.Https)
        {
            yield return $"ssl_certificate {NginxText.Quote(certificates + "/fullchain.crt")};";
            yield return $"ssl_certificate_key {NginxText.Quote(certificates + "/openssl.key")};";
        }
    }

    private IEnumerable<string> Body(WebHost host) => host.Answer switch
    {
        WebAnswer.Disabled => [Include("disabled")],
        WebAnswer.Redirect => [Include("challenge"), "location / {", $"    return 301 {Target(host)};", "}"],
        WebAnswer.Maintenance => [.. Shut(), .. Site()],
        _ => Site(),
    };

    private IEnumerable<string> Site()
    {
        yield return $"root {NginxText.Quote(site.Docroot)};";
        yield return $"set $aegir_directory {site.Directory};";
        if (site.CoreMajor is > 0 and < 8)
            yield return Include("cron");
        yield return Include("rules");
    }

    private IEnumerable<string> Shut()
    {
        yield return "set $aegir_shut 1;";
        if (site.PassToken is { } token)
            yield return $"if ($http_x_aegir_task = \"{token}\") {{ set $aegir_shut 0; }}";
        yield return Include("shut");
    }

    // Whoever named a port comes by that port again; from http to https by the port of https.
    private static string Target(WebHost host) =>
        $"{(host.TargetHttps ? "https" : "http")}://{host.Target ?? "$host"}{(host.TargetHttps && !host.Https ? "$aegir_https_port" : "$aegir_port")}$request_uri";

    private string Include(string name) => $"include \"{tree.Folder}/{name}.conf\";";
}
