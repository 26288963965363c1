using Aegir.Hosts;

namespace Aegir.WebServers;

/// <summary>A web server that the hub does not configure: it goes by a folder of links, one per site to its docroot; or by nothing of ours
/// where there is no such folder.</summary>
internal sealed class LinkedHosting(IHost host, Server server) : IWebHosting
{
    // A new link is renamed over the old one, so that no request finds none. What is no link is not ours.
    private const string Point = """
        set -eu
        link=$1/$2
        if [ -e "$link" ] && [ ! -L "$link" ]; then echo "$link is there and is no link" >&2; exit 1; fi
        mkdir -p "$1"
        ln -sfn -- "$3" "$1/.aegir-$2"
        mv -T -- "$1/.aegir-$2" "$link"
        """;

    private const string Withdraw = """
        set -eu
        [ ! -L "$1/$2" ] || rm -f -- "$1/$2"
        """;

    public Task PublishServerAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task PublishSiteAsync(HostedSite site, CancellationToken cancellation) => RunAsync(Point, cancellation, site.Name, site.Docroot);

    public Task WithdrawSiteAsync(string name, CancellationToken cancellation) => RunAsync(Withdraw, cancellation, name);

    public Task PublishPlatformAsync(string name, string docroot, CancellationToken cancellation) => Task.CompletedTask;

    public Task WithdrawPlatformAsync(string name, CancellationToken cancellation) => Task.CompletedTask;

    public Task ReloadAsync(CancellationToken cancellation) => Task.CompletedTask;

    private Task RunAsync(string script, CancellationToken cancellation, params string[] parameters) => server.WebRoot is { } root
        ? host.RunRequiredAsync(HostCommand.Script(script, [root, .. parameters]), cancellation)
        : Task.CompletedTask;
}
