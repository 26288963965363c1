using System.Globalization;
using System.Text;

namespace Aegir.WebServers.Apache;

/// <summary>
/// The files of one site. Apache takes the first virtual host that fits, in the order of their files, so that names with a * are apart, in a
/// file that comes after all others; of those, the longer ones come first.
/// </summary>
/// <param name="certificates">The folder with its certificate; empty for none.</param>
internal sealed class ApacheSite(Server server, WebTree tree, HostedSite site, string certificates)
{
    public string Named => Text(wild: false);

    /// <summary>Empty where it has no such names.</summary>
    public string Wild => Text(wild: true);

    public int WildRank => Math.Max(0, 99 - site.Aliases.Where(IsWild).Select(alias => alias.Split('.').Length).DefaultIfEmpty().Max());

    private string Text(bool wild)
    {
        var text = new StringBuilder();
        foreach (var host in WebHost.Of(site))
        {
            var names = host.Names.Where(name => IsWild(name) == wild).ToList();
            if (names.Count == 0)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"<VirtualHost ${{{(host.Https ? "AEGIR_HTTPS" : "AEGIR_HTTP")}}}>\n");
            foreach (var line in Head(host, names).Concat(Body(host)))
                text.Append("    ").Append(line).Append('\n');
            text.Append("</VirtualHost>\n");
        }
        return text.Length == 0 ? "" : "# Written by Aegir, anew with each verify of the site.\n" + text;
    }

    private IEnumerable<string> Head(WebHost host, List<string> names)
    {
        // A ServerName must be a plain one, and no other host's.
        if (IsWild(names[0]))
            yield return $"ServerName {names[0][2..]}.wildcard.invalid";
        else
            yield return $"ServerName {names[0]}";
        foreach (var name in names.Where(name => IsWild(name) || name != names[0]))
            yield return $"ServerAlias {name}";
        if (host.Https)
        {
            yield return Include("tls");
            yield return $"SSLCertificateFile \"{certificates}/fullchain.crt\"";
            yield return $"SSLCertificateKeyFile \"{certificates}/openssl.key\"";
        }
    }

    private IEnumerable<string> Body(WebHost host) => host.Answer switch
    {
        WebAnswer.Disabled => [Include("disabled")],
        WebAnswer.Redirect => Redirect(host),
        WebAnswer.Maintenance => Site(shut: true),
        _ => Site(shut: false),
    };

    private IEnumerable<string> Site(bool shut)
    {
        var docroot = ApacheText.Path(site.Name, site.Docroot);
        yield return $"DocumentRoot {docroot}";
        yield return $"<Directory {docroot}>";
        yield return "    Require all granted";
        yield return "    AllowOverride None";
        yield return "    Options FollowSymLinks";
        yield return "</Directory>";
        yield return "RewriteEngine On";
        if (shut)
        {
            yield return "RewriteCond %{REQUEST_URI} \"!^/\\.well-known/acme-challenge/\"";
            if (site.PassToken is { } token)
                yield return $"RewriteCond %{{HTTP:X-Aegir-Task}} \"!={token}\"";
            yield return Include("maintenance");
        }
        yield return $"RewriteRule \"^\" \"-\" [E=AEGIR_DIRECTORY:{site.Directory}]";
        if (site.CoreMajor is > 0 and < 8)
            yield return Include("cron");
        yield return Include("rules");
    }

    // The address as the visitor wrote it (its query goes along by itself), and the port: whoever named one comes by that again; from http to https by the port of https.
    private IEnumerable<string> Redirect(WebHost host)
    {
        const string asked = "RewriteCond \"%{HTTP_HOST} %{THE_REQUEST}\" \"^[^: ]+(:[0-9]+)? \\S+ (?:https?://[^/ ?]*)?([^ ?]*)\"";
        yield return Include("host");
        yield return "RewriteEngine On";
        yield return "RewriteRule \"^/\\.well-known/acme-challenge/\" \"-\" [L]";
        var target = $"{(host.TargetHttps ? "https" : "http")}://{host.Target ?? "%{SERVER_NAME}"}";
        if (host.TargetHttps && !host.Https)
        {
            yield return asked.Replace("(:[0-9]+)? ", "(:[0-9]+) ", StringComparison.Ordinal);
            yield return $"RewriteRule \"^\" \"{target}{(server.WebHttpsPort == 443 ? "" : $":{server.WebHttpsPort}")}%2\" [R=301,NE,L]";
            yield return asked;
            yield return $"RewriteRule \"^\" \"{target}%2\" [R=301,NE,L]";
        }
        else
        {
            yield return asked;
            yield return $"RewriteRule \"^\" \"{target}%1%2\" [R=301,NE,L]";
        }
    }

    private static bool IsWild(string name) => name.StartsWith('*');

    private string Include(string name) => $"Include \"{tree.Folder}/{name}.conf\"";
}
