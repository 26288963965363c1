using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Removes distributions; their platforms stay, with their locks.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Distribution, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAegirDistributionCommand : HubCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool IsForced => Force;

    protected override void ProcessRecord()
    {
        foreach (var distribution in DistributionsNamed(Name).ToList())
            if (Approve($"Remove distribution '{distribution.Name}'; its {distribution.PlatformCount} platforms stay and belong to none."))
                Attempt(distribution, () => Hub.Distributions.Remove(distribution.Name));
    }
}
