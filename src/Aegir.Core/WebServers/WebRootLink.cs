using Aegir.Hosts;

namespace Aegir.WebServers;

/// <summary>The links of a server's web root: one per site, to the docroot that serves it.</summary>
internal static class WebRootLink
{
    // A new link is renamed over the old one, so that no request finds none. What is no link is not ours.
    private const string Script = """
        set -eu
        link=$1/$2
        if [ -e "$link" ] && [ ! -L "$link" ]; then echo "$link is there and is no link" >&2; exit 1; fi
        mkdir -p "$1"
        ln -sfn -- "$3" "$1/.aegir-$2"
        mv -T -- "$1/.aegir-$2" "$link"
        """;

    /// <summary>Points the site's link to a docroot; nothing happens where the server has no web root.</summary>
    public static async Task PointAsync(IHost host, Server server, string site, string docroot, CancellationToken cancellation)
    {
        if (server.WebRoot is { } root)
            await host.RunRequiredAsync(HostCommand.Script(Script, root, site, docroot), cancellation).ConfigureAwait(false);
    }
}
