using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Cancels queued tasks; has running ones undo what they did, wherever they run. Ended ones stay as they are.</summary>
[Cmdlet(VerbsLifecycle.Stop, Nouns.Task, SupportsShouldProcess = true)]
[OutputType(typeof(AegirTask))]
public sealed class StopAegirTaskCommand : TaskChangeCmdlet
{
    protected override AegirTask? Change(AegirTask task) =>
        !task.HasEnded && Approve($"Stop task {task.Id} ({task}).") ? Hub.Queue.Stop(task.Id) : null;
}
