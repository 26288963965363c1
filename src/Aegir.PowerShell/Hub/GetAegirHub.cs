using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Shows which hub this session works with.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Hub)]
[OutputType(typeof(HubInfo))]
public sealed class GetAegirHubCommand : HubCmdlet
{
    protected override void Process() => WriteObject(HubInfo.Of(Hub));
}
