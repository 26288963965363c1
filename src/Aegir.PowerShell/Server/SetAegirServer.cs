using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Changes how a server is reached and what it offers. What is not named stays.</summary>
[Cmdlet(VerbsCommon.Set, Nouns.Server, SupportsShouldProcess = true)]
[OutputType(typeof(Server))]
public sealed class SetAegirServerCommand : ServerSettingsCmdlet
{
    /// <summary>Names, with wildcards; the hub's own server without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string[] Name { get; set; } = [Aegir.Server.MasterName];

    /// <summary>Accepts the host key with this fingerprint (SHA256:…), if the machine presents it now.</summary>
    [Parameter]
    [Alias("HostKey")]
    [ValidateNotNullOrEmpty]
    public string? AcceptHostKey { get; set; }

    /// <summary>Puts out what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void Process()
    {
        foreach (var server in ServersNamed(Name).ToList())
            Attempt(server, () => Change(server, Changes()));
    }

    private void Change(Server server, string changes)
    {
        if ((AcceptHostKey is null || changes != "nothing") && Approve($"Change server '{server.Name}': {changes}."))
        {
            server = Hub.Servers.Set(server.Name, Change);
            Remember(server);
        }
        if (AcceptHostKey is not null && Approve($"Accept the host key {AcceptHostKey} of server '{server.Name}'."))
            Run((hub, token) => TrustAsync(hub, server.Name, token));
        if (PassThru)
            WriteObject(server);
    }

    private async Task<bool> TrustAsync(AegirHub hub, string name, CancellationToken cancellation)
    {
        await hub.Servers.TrustHostKeyAsync(name, AcceptHostKey!, cancellation).ConfigureAwait(false);
        return true;
    }
}
