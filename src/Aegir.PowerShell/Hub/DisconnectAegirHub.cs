using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Closes this session's hub. The next cmdlet opens the one at the default place.</summary>
[Cmdlet(VerbsCommunications.Disconnect, Nouns.Hub)]
public sealed class DisconnectAegirHubCommand : AegirCmdlet
{
    protected override void Process() => HubSession.CloseCurrent();
}
