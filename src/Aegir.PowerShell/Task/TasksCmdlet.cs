using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>A cmdlet for tasks that are named by their numbers or piped.</summary>
public abstract class TasksCmdlet : HubCmdlet
{
    /// <summary>Numbers of tasks; tasks and results of upgrades will do.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("TaskId")]
    [TaskIdOf]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public long[] Id { get; set; } = [];
}
