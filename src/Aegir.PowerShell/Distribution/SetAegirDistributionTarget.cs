using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Sets the platform that a distribution's sites are to be upgraded to, and locks its other platforms.</summary>
[Cmdlet(VerbsCommon.Set, Nouns.DistributionTarget, SupportsShouldProcess = true, DefaultParameterSetName = PlatformSet)]
[OutputType(typeof(Distribution))]
public sealed class SetAegirDistributionTargetCommand : HubCmdlet
{
    private const string PlatformSet = "Platform";
    private const string NoneSet = "None";

    /// <summary>The distribution.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NameOf(typeof(Distribution))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string Distribution { get; set; } = "";

    /// <summary>One of the distribution's platforms, verified.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PlatformSet, ValueFromPipeline = true)]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string Platform { get; set; } = "";

    /// <summary>No target: upgrades are no longer on offer. Nothing is unlocked.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NoneSet)]
    public SwitchParameter None { get; set; }

    /// <summary>Puts out what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void Process() => Attempt(Distribution, () =>
    {
        var distribution = Hub.Distributions.Get(Distribution);
        var change = None
            ? $"Take the upgrade target of distribution '{distribution.Name}' away."
            : $"Make '{Platform}' the upgrade target of distribution '{distribution.Name}', unlock it and lock the distribution's other platforms.";
        if (Approve(change))
            distribution = Hub.Distributions.SetTarget(distribution.Name, None ? null : Platform);
        if (PassThru)
            WriteObject(distribution);
    });
}
