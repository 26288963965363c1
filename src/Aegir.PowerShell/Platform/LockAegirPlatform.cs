using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Locks platforms: they take no new sites; those they have keep running.</summary>
[Cmdlet(VerbsCommon.Lock, Nouns.Platform, SupportsShouldProcess = true)]
[OutputType(typeof(Platform))]
public sealed class LockAegirPlatformCommand : HubCmdlet
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
        if (platform.Status == PlatformStatus.Locked)
            WriteVerbose($"Platform '{platform.Name}' is locked already.");
        else if (Approve($"Lock platform '{platform.Name}'."))
            platform = Hub.Platforms.Lock(platform.Name);
        if (PassThru)
            WriteObject(platform);
    }
}
