using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Cancels queued tasks; has running ones undo what they did, wherever they run. Ended ones stay as they are.</summary>
[Cmdlet(VerbsLifecycle.Stop, Nouns.Task, SupportsShouldProcess = true)]
[OutputType(typeof(AegirTask))]
public sealed class StopAegirTaskCommand : TasksCmdlet
{
    protected override void ProcessRecord()
    {
        foreach (var id in Id)
            Attempt(id, () =>
            {
                var task = Hub.Tasks.Get(id);
                if (!task.HasEnded && Approve($"Stop task {id} ({task})."))
                    WriteObject(Hub.Queue.Stop(id));
            });
    }
}
