using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Forgets servers that nothing uses; on the machines nothing changes.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Server, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Server))]
public sealed class RemoveAegirServerCommand : RemoveCmdlet<Server>
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string[] Name { get; set; } = [];

    protected override IEnumerable<Server> Resolve() => ServersNamed(Name);

    protected override string Describe(Server item) => $"Remove server '{item.Name}' from the hub; nothing on it changes.";

    protected override void Remove(Server item) => Hub.Servers.Remove(item.Name);
}
