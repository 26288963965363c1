namespace Aegir.PowerShell;

public abstract partial class HubCmdlet
{
    /// <summary>A path as the server has it. On the hub's own machine one may name it from where one stands.</summary>
    private protected string ServerPath(Server server, string path) =>
        path.StartsWith('/') || server.Transport != ServerTransport.Local ? path : GetUnresolvedProviderPathFromPSPath(path);
}
