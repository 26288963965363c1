using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Removes distributions; their platforms stay, with their locks.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Distribution, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Distribution))]
public sealed class RemoveAegirDistributionCommand : RemoveCmdlet<Distribution>
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[] Name { get; set; } = [];

    protected override IEnumerable<Distribution> Resolve() => DistributionsNamed(Name);

    protected override string Describe(Distribution item) => $"Remove distribution '{item.Name}'; its {item.PlatformCount} platforms stay and belong to none.";

    protected override void Remove(Distribution item) => Hub.Distributions.Remove(item.Name);
}
