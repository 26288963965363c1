using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists servers.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Server)]
[OutputType(typeof(Server))]
public sealed class GetAegirServerCommand : HubCmdlet
{
    /// <summary>Names, with wildcards; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameOf(typeof(Server), OrOwned = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    protected override void Process() => WriteObject(ServersNamed(Name), enumerateCollection: true);
}
