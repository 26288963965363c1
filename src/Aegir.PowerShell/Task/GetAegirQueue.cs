using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Tells how it stands with the queue: how many tasks wait, since when, and who works on them.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Queue)]
[OutputType(typeof(QueueHealth))]
public sealed class GetAegirQueueCommand : HubCmdlet
{
    protected override void End() => WriteObject(Hub.Queue.Health());
}
