using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Makes distributions.</summary>
[Cmdlet(VerbsCommon.New, Nouns.Distribution, SupportsShouldProcess = true)]
[OutputType(typeof(Distribution))]
public sealed class NewAegirDistributionCommand : HubCmdlet
{
    /// <summary>What they are to be called.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override void Process()
    {
        foreach (var name in Name)
            if (Approve($"Make distribution '{name}'."))
                Attempt(name, () => WriteObject(Hub.Distributions.Add(name)));
    }
}
