using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists tasks, newest first.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Task, DefaultParameterSetName = TargetSet)]
[OutputType(typeof(AegirTask))]
public sealed class GetAegirTaskCommand : HubCmdlet
{
    private const string TargetSet = "Target";
    private const string IdSet = "Id";

    /// <summary>Numbers of tasks; results of upgrades will do.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true)]
    [Alias("TaskId")]
    [TaskIdOf]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public long[] Id { get; set; } = [];

    /// <summary>Names of the sites and platforms they worked on, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = TargetSet, ValueFromPipeline = true)]
    [Alias("Site", "Name")]
    [NameOf(typeof(Site), typeof(Platform))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetNameCompleter))]
    public string[]? Target { get; set; }

    /// <summary>The kind of operation, such as upgrade.</summary>
    [Parameter(ParameterSetName = TargetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskTypeCompleter))]
    public string? Type { get; set; }

    /// <summary>Only tasks with this status.</summary>
    [Parameter(ParameterSetName = TargetSet)]
    public AegirTaskStatus? Status { get; set; }

    /// <summary>Only tasks of this batch.</summary>
    [Parameter(ParameterSetName = TargetSet)]
    public long? Batch { get; set; }

    /// <summary>At most so many; 0 for all.</summary>
    [Parameter(ParameterSetName = TargetSet)]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = 50;

    protected override void Process()
    {
        if (ParameterSetName == IdSet)
            foreach (var id in Id)
                Attempt(id, () => WriteObject(Hub.Tasks.Get(id)));
        else
            WriteObject(
                Hub.Tasks.Find(new TaskFilter { Targets = NamePattern.From(Target), Type = Type, Status = Status, Batch = Batch, First = First }),
                enumerateCollection: true);
    }
}
