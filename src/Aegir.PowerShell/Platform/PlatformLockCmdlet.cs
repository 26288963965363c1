namespace Aegir.PowerShell;

/// <summary>Locks platforms, or lifts their locks.</summary>
public abstract class PlatformLockCmdlet : PlatformChangeCmdlet
{
    /// <summary>Whether it is to be locked when this has ended.</summary>
    protected abstract bool Locks { get; }

    protected sealed override Platform Change(Platform platform)
    {
        if (platform.Status == PlatformStatus.Locked == Locks)
            WriteVerbose($"Platform '{platform.Name}' is {(Locks ? "locked already" : "not locked")}.");
        else if (Approve($"{(Locks ? "Lock" : "Unlock")} platform '{platform.Name}'."))
            return Locks ? Hub.Platforms.Lock(platform.Name) : Hub.Platforms.Unlock(platform.Name);
        return platform;
    }
}
