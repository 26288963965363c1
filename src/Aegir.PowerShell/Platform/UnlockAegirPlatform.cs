using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lifts the lock of platforms, until their distribution's target next changes.</summary>
[Cmdlet(VerbsCommon.Unlock, Nouns.Platform, SupportsShouldProcess = true)]
[OutputType(typeof(Platform))]
public sealed class UnlockAegirPlatformCommand : PlatformLockCmdlet
{
    protected override bool Locks => false;
}
