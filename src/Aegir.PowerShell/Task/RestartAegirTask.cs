using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Queues again what ended tasks were to do. Each becomes a new task; the earlier one and its log stay.</summary>
[Cmdlet(VerbsLifecycle.Restart, Nouns.Task, SupportsShouldProcess = true)]
[OutputType(typeof(AegirTask))]
public sealed class RestartAegirTaskCommand : TaskChangeCmdlet
{
    protected override AegirTask? Change(AegirTask task) =>
        Approve($"Queue again what task {task.Id} ({task}) was to do.") ? Hub.Queue.Restart(task.Id) : null;
}
