using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Shows the log of tasks.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.TaskLog)]
[OutputType(typeof(TaskLogEntry))]
public sealed class GetAegirTaskLogCommand : HubCmdlet
{
    /// <summary>Numbers of tasks; tasks and results of upgrades will do.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("TaskId")]
    [TaskIdOf]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public long[] Id { get; set; } = [];

    /// <summary>Only lines of this level and above.</summary>
    [Parameter]
    public TaskLogLevel Level { get; set; } = TaskLogLevel.Verbose;

    protected override void ProcessRecord()
    {
        foreach (var id in Id)
            WriteObject(Hub.Tasks.LogOf(id).Where(entry => entry.Level >= Level), enumerateCollection: true);
    }
}
