using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lifts the lock of platforms, until their distribution's target next changes.</summary>
[Cmdlet(VerbsCommon.Unlock, Nouns.Platform, SupportsShouldProcess = true)]
[OutputType(typeof(Platform))]
public sealed class UnlockAegirPlatformCommand : HubCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Puts out what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var platform in PlatformsNamed(Name).ToList())
            Attempt(platform, () => Change(platform));
    }

    private void Change(Platform platform)
    {
        if (platform.Status != PlatformStatus.Locked)
            WriteVerbose($"Platform '{platform.Name}' is not locked.");
        else if (Approve($"Unlock platform '{platform.Name}'."))
            platform = Hub.Platforms.Unlock(platform.Name);
        if (PassThru)
            WriteObject(platform);
    }
}
