using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Renames a distribution.</summary>
[Cmdlet(VerbsCommon.Set, Nouns.Distribution, SupportsShouldProcess = true)]
[OutputType(typeof(Distribution))]
public sealed class SetAegirDistributionCommand : HubCmdlet
{
    /// <summary>The distribution.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>What it is to be called.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <summary>Puts out what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => Attempt(Name, () =>
    {
        var distribution = Hub.Distributions.Get(Name);
        if (Approve($"Rename distribution '{distribution.Name}' to '{NewName}'."))
            distribution = Hub.Distributions.Rename(distribution.Name, NewName);
        if (PassThru)
            WriteObject(distribution);
    });
}
