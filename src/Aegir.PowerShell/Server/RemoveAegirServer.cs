using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Forgets servers that nothing uses; on the machines nothing changes.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Server, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAegirServerCommand : HubCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool IsForced => Force;

    protected override void ProcessRecord()
    {
        foreach (var server in ServersNamed(Name).ToList())
            if (Approve($"Remove server '{server.Name}' from the hub; nothing on it changes."))
                Attempt(server, () => Hub.Servers.Remove(server.Name));
    }
}
