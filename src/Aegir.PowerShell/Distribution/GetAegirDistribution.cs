using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists distributions.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Distribution)]
[OutputType(typeof(Distribution))]
public sealed class GetAegirDistributionCommand : HubCmdlet
{
    /// <summary>Names, with wildcards; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Distribution")]
    [NameOf(typeof(Distribution), OrOwned = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    protected override void Process() => WriteObject(DistributionsNamed(Name), enumerateCollection: true);
}
