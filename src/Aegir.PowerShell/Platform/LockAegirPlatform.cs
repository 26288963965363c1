using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Locks platforms: they take no new sites; those they have keep running.</summary>
[Cmdlet(VerbsCommon.Lock, Nouns.Platform, SupportsShouldProcess = true)]
[OutputType(typeof(Platform))]
public sealed class LockAegirPlatformCommand : PlatformLockCmdlet
{
    protected override bool Locks => true;
}
