using Aegir.Building.Fetching;

namespace Aegir.PowerShell;

public abstract partial class HubCmdlet
{
    /// <summary>A path as the server has it. On the hub's own machine one may name it from where one stands.</summary>
    private protected string ServerPath(Server server, string path) =>
        path.StartsWith('/') || server.Transport != ServerTransport.Local ? path : GetUnresolvedProviderPathFromPSPath(path);

    private protected string HubPath(string path) => ServerPath(Hub.Servers.Get(Aegir.Server.MasterName), path);

    /// <summary>A URL as it is, a path as the hub's machine has it.</summary>
    private protected string HubLocation(string text) => SourceUrl.LooksLikeUrl(text) || text.StartsWith('-') ? text : HubPath(text);

    /// <summary>The same for a git repository, which may be user@host:path as well.</summary>
    private protected string HubRepository(string url) => url.Contains('@', StringComparison.Ordinal) ? url : HubLocation(url);

    /// <summary>A package of composer with its constraint, such as drupal/recommended-project:^10.3, or the path of a folder.</summary>
    private protected (string Package, string? Constraint) Package(string project)
    {
        if (project[0] is '/' or '.' or '~')
            return (HubPath(project), null);
        var parts = project.Split(':', 2);
        return (parts[0], parts.Length > 1 ? parts[1] : null);
    }
}
