using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Forgets platforms; their files stay where they are.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Platform, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAegirPlatformCommand : HubCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool IsForced => Force;

    protected override void ProcessRecord()
    {
        foreach (var platform in PlatformsNamed(Name).ToList())
            if (Approve($"Remove platform '{platform.Name}' from the hub; its files in {platform.Path} stay."))
                Attempt(platform, () => Hub.Platforms.Remove(platform.Name));
    }
}
