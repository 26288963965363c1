using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Locks platforms, or lifts their locks.</summary>
public abstract class PlatformLockCmdlet : HubCmdlet
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

    /// <summary>Whether it is to be locked when this has ended.</summary>
    protected abstract bool Locks { get; }

    protected sealed override void ProcessRecord()
    {
        foreach (var platform in PlatformsNamed(Name).ToList())
            Attempt(platform, () => Change(platform));
    }

    private void Change(Platform platform)
    {
        if (platform.Status == PlatformStatus.Locked == Locks)
            WriteVerbose($"Platform '{platform.Name}' is {(Locks ? "locked already" : "not locked")}.");
        else if (Approve($"{(Locks ? "Lock" : "Unlock")} platform '{platform.Name}'."))
            platform = Locks ? Hub.Platforms.Lock(platform.Name) : Hub.Platforms.Unlock(platform.Name);
        if (PassThru)
            WriteObject(platform);
    }
}
