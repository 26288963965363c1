using System.Net;
using System.Net.Sockets;
using Aegir.Hosts;

namespace Aegir.WebServers;

/// <summary>
/// A web server whose configuration the hub keeps. Each change is one round trip: new files are put in place, tested with the web server's
/// own test, and taken back where that fails; one process at a time. What a killed one left is put right by the next.
/// </summary>
public abstract class ManagedHosting : IWebHosting
{
    private readonly IHost host;
    private bool isLoaded;

    private protected ManagedHosting(IHost host, Server server, string app)
    {
        this.host = host;
        Server = server;
        Tree = new WebTree(server, app);
    }

    private protected Server Server { get; }

    private protected WebTree Tree { get; }

    /// <summary>The address a program on the machine finds the web server at, such as http://127.0.0.1:80.</summary>
    public static string LocalUrl(Server server, bool https = false)
    {
        var address = server.Addresses.Select(IPAddress.Parse).FirstOrDefault() ?? IPAddress.Loopback;
        var written = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return https ? $"https://{written}:{server.WebHttpsPort}" : $"http://{written}:{server.WebPort}";
    }

    public Task PublishServerAsync(CancellationToken cancellation) => ApplyAsync(Change() with { RenewsBase = true }, cancellation);

    public Task PublishSiteAsync(HostedSite site, CancellationToken cancellation)
    {
        HostedSiteRules.Check(site);
        var key = site.Https == HttpsMode.Off ? null : site.Certificate ?? site.Name;
        var files = SiteFiles(site, key is null ? "" : $"{Tree.Base}/ssl.d/{key}");
        return ApplyAsync(Change() with
        {
            Site = site.Name,
            Certificate = key,
            SelfSigned = site.Certificate is null,
            Files = files,
            Remove = SitePatterns(site.Name),
        }, cancellation);
    }

    public Task WithdrawSiteAsync(string name, CancellationToken cancellation) => Names.IsDomain(name)
        ? ApplyAsync(Change() with { Site = name, Withdraws = true, Remove = SitePatterns(name) }, cancellation)
        : throw HostedSiteRules.NotServable(name, "it is not a domain");

    public virtual Task PublishPlatformAsync(string name, string docroot, CancellationToken cancellation) => NothingAsync();

    public virtual Task WithdrawPlatformAsync(string name, CancellationToken cancellation) => NothingAsync();

    public async Task ReloadAsync(CancellationToken cancellation)
    {
        if (isLoaded)
            return;
        await RunAsync("reload.sh", [Server.Php, HostScripts.Resource("WebServers.Scripts.ask-stamp.php"), LocalUrl(Server)], null, cancellation)
            .ConfigureAwait(false);
        isLoaded = true;
    }

    /// <summary>The files of the server itself.</summary>
    private protected abstract IReadOnlyDictionary<string, string> BaseFiles();

    private protected abstract string Stamp { get; }

    /// <param name="certificates">The folder with the site's certificate; empty for none.</param>
    private protected abstract IReadOnlyDictionary<string, string> SiteFiles(HostedSite site, string certificates);

    /// <summary>The files that a site may have.</summary>
    private protected abstract IReadOnlyList<string> SitePatterns(string name);

    private protected WebChange Change()
    {
        HostedSiteRules.Check(Server);
        return new WebChange { Base = BaseFiles(), Stamp = Stamp };
    }

    private protected async Task ApplyAsync(WebChange change, CancellationToken cancellation)
    {
        var own = change.Withdraws ? "gone" : change.SelfSigned ? "own" : "";
        var said = await RunAsync(
            "apply.sh",
            [change.RenewsBase ? "all" : "missing", Server.PhpFpm ?? "", change.Site ?? "", change.Certificate ?? "", own, change.RulesOf ?? ""],
            change.Pack(), cancellation).ConfigureAwait(false);
        isLoaded = said == "same";
    }

    // Where nothing is written, a reload need not ask.
    private Task NothingAsync()
    {
        isLoaded = true;
        return Task.CompletedTask;
    }

    private async Task<string> RunAsync(string script, IEnumerable<string> parameters, string? input, CancellationToken cancellation)
    {
        var text = string.Concat(new[] { "tree.sh", "certificates.sh", script }.Select(name => HostScripts.Resource("WebServers.Scripts." + name)));
        var command = HostCommand.Script(text, [Tree.Base, Tree.App, .. parameters, .. Server.WebCommand]) with { Input = input };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        return result.Succeeded ? result.Output.Trim() : throw WebErrors.From(result, host, Server, Tree);
    }
}
