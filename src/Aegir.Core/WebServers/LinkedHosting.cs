using Aegir.Hosts;

namespace Aegir.WebServers;

/// <summary>A web server that the hub does not configure: it goes by a folder of links, one per site to its docroot and one per alias to that of its
/// site; or by nothing of ours where there is no such folder.</summary>
internal sealed class LinkedHosting(IHost host, Server server) : IWebHosting
{
    // A new link is renamed over the old one, so that no request finds none. What is no link is not ours. An alias follows its site by itself; those that
    // the site has no more are known by the way their links are written.
    private const string Point = """
        set -eu
        root=$1 site=$2 docroot=$3
        shift 3
        point() {
            if [ -e "$root/$1" ] && [ ! -L "$root/$1" ]; then echo "$root/$1 is there and is no link" >&2; exit 1; fi
            ln -sfn -- "$2" "$root/.aegir-$1"
            mv -T -- "$root/.aegir-$1" "$root/$1"
        }
        mkdir -p "$root"
        point "$site" "$docroot"
        for alias; do point "$alias" "./$site"; done
        for alias; do set -- "$@" ! -name "$alias"; shift; done
        find "$root" -mindepth 1 -maxdepth 1 -type l -lname "./$site" "$@" -delete
        """;

    private const string Withdraw = """
        set -eu
        [ ! -L "$1/$2" ] || rm -f -- "$1/$2"
        [ ! -d "$1" ] || find "$1" -mindepth 1 -maxdepth 1 -type l -lname "./$2" -delete
        """;

    public Task PublishServerAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task PublishSiteAsync(HostedSite site, CancellationToken cancellation) =>
        RunAsync(Point, cancellation, [site.Name, site.Docroot, .. site.Aliases.Where(alias => !alias.StartsWith('*'))]);

    public Task WithdrawSiteAsync(string name, CancellationToken cancellation) => RunAsync(Withdraw, cancellation, name);

    public Task PublishPlatformAsync(string name, string docroot, CancellationToken cancellation) => Task.CompletedTask;

    public Task WithdrawPlatformAsync(string name, CancellationToken cancellation) => Task.CompletedTask;

    public Task ReloadAsync(CancellationToken cancellation) => Task.CompletedTask;

    private Task RunAsync(string script, CancellationToken cancellation, params string[] parameters) => server.WebRoot is { } root
        ? host.RunRequiredAsync(HostCommand.Script(script, [root, .. parameters]), cancellation)
        : Task.CompletedTask;
}
