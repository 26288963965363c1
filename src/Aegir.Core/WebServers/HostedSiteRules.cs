using System.Net;
using System.Text.RegularExpressions;

namespace Aegir.WebServers;

/// <summary>What may go into a web server's configuration. Names are checked where they are given, too; this is the last door.</summary>
internal static partial class HostedSiteRules
{
    /// <exception cref="AegirException">SiteNotServable, with what is wrong.</exception>
    public static void Check(HostedSite site)
    {
        Require(Names.IsDomain(site.Name), site, $"'{site.Name}' is not a domain");
        foreach (var alias in site.Aliases)
            Require(IsName(alias), site, $"'{alias}' is not a domain");
        Require(site.Redirection is null || Names.IsDomain(site.Redirection), site, $"'{site.Redirection}' is not a domain to redirect to");
        Require(Names.IsSiteDirectory(site.Directory), site, $"'{site.Directory}' is not the name of a folder");
        Require(site.Certificate is null || IsKey(site.Certificate), site, $"'{site.Certificate}' is not the name of a certificate");
        Require(site.PassToken is null || Token().IsMatch(site.PassToken), site, "its token has other signs than letters and digits");
        CheckDocroot(site.Name, site.Docroot);
    }

    /// <exception cref="AegirException">SiteNotServable.</exception>
    public static void CheckDocroot(string name, string docroot)
    {
        if (Names.AbsolutePath(docroot) is null || docroot.Any(char.IsControl))
            throw NotServable(name, $"the folder '{docroot}' is no absolute path, or has control characters in it");
    }

    /// <exception cref="AegirException">ServerNotServable.</exception>
    public static void Check(Server server)
    {
        Require(Names.AbsolutePath(server.Folder) is not null && Plain().IsMatch(server.Folder), server,
            $"its folder '{server.Folder}' is no absolute path of letters, digits, dots, dashes and underscores");
        Require(server.WebPort is > 0 and < 65536 && server.WebHttpsPort is > 0 and < 65536 && server.WebPort != server.WebHttpsPort, server,
            $"{server.WebPort} and {server.WebHttpsPort} are not two ports");
        foreach (var address in server.Addresses)
            Require(IPAddress.TryParse(address, out _), server, $"'{address}' is no IP address");
        Require(server.PhpFpm is null || Plain().IsMatch(server.PhpFpm) || HostAndPort().IsMatch(server.PhpFpm), server,
            $"'{server.PhpFpm}' is neither the path of a socket nor host:port");
    }

    public static AegirException NotServable(string name, string why) => new(AegirErrorKind.InvalidInput, "SiteNotServable",
        $"'{name}' cannot be put into a web server's configuration: {why}.", "Give it a plainer name, or move it to a plainer path.");

    private static bool IsName(string name) =>
        name.StartsWith("*.", StringComparison.Ordinal) ? Names.IsDomain(name[2..]) && name[2..].Contains('.', StringComparison.Ordinal) : Names.IsDomain(name);

    private static bool IsKey(string key) => Key().IsMatch(key) && !key.EndsWith(".part", StringComparison.Ordinal);

    private static void Require(bool holds, HostedSite site, string why)
    {
        if (!holds)
            throw NotServable(site.Name, why);
    }

    private static void Require(bool holds, Server server, string why)
    {
        if (!holds)
            throw new AegirException(AegirErrorKind.InvalidInput, "ServerNotServable",
                $"The web server of '{server.Name}' cannot be configured: {why}.", $"Change it with Set-AegirServer {server.Name}.");
    }

    [GeneratedRegex(@"\A/[A-Za-z0-9._/-]+\z")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}\z")]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,200}\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"\A[A-Za-z0-9]{1,128}\z")]
    private static partial Regex Token();
}
