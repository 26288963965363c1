using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Renames a platform, or moves it into or out of a distribution.</summary>
[Cmdlet(VerbsCommon.Set, Nouns.Platform, SupportsShouldProcess = true, DefaultParameterSetName = JoinSet)]
[OutputType(typeof(Platform))]
public sealed class SetAegirPlatformCommand : PlatformChangeCmdlet
{
    private const string JoinSet = "Join";
    private const string LeaveSet = "Leave";

    /// <summary>What it is to be called.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>The distribution it becomes a release of.</summary>
    [Parameter(ParameterSetName = JoinSet)]
    [NameOf(typeof(Distribution))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string? Distribution { get; set; }

    /// <summary>Takes it out of the distribution it is in.</summary>
    [Parameter(ParameterSetName = LeaveSet, Mandatory = true)]
    public SwitchParameter NoDistribution { get; set; }

    protected override Platform Change(Platform platform)
    {
        if (Distribution is not null && Approve($"Move platform '{platform.Name}' into distribution '{Distribution}'."))
            platform = Hub.Platforms.SetDistribution(platform.Name, Distribution);
        if (NoDistribution && Approve($"Take platform '{platform.Name}' out of its distribution."))
            platform = Hub.Platforms.SetDistribution(platform.Name, null);
        if (NewName is not null && Approve($"Rename platform '{platform.Name}' to '{NewName}'."))
            platform = Hub.Platforms.Rename(platform.Name, NewName);
        return platform;
    }
}
