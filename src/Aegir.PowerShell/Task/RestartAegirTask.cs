using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Queues again what ended tasks were to do. Each becomes a new task; the earlier one and its log stay.</summary>
[Cmdlet(VerbsLifecycle.Restart, Nouns.Task, SupportsShouldProcess = true)]
[OutputType(typeof(AegirTask))]
public sealed class RestartAegirTaskCommand : TasksCmdlet
{
    protected override void ProcessRecord()
    {
        foreach (var id in Id)
            Attempt(id, () =>
            {
                var task = Hub.Tasks.Get(id);
                if (Approve($"Queue again what task {id} ({task}) was to do."))
                    WriteObject(Hub.Queue.Restart(id));
            });
    }
}
