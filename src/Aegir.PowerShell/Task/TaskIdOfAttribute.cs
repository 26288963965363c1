using System.Collections;
using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lets a parameter that takes numbers of tasks take tasks, their log lines and results of upgrades. Not by property name: sites
/// and platforms have an Id too, which is none of a task.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TaskIdOfAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Plain(inputData) switch
    {
        IList list => list.Cast<object>().SelectMany(Ids).ToArray(),
        AegirTask or TaskLogEntry or UpgradeResult => Ids(inputData).Cast<long>().ToArray(),
        _ => inputData,
    };

    private static IEnumerable<object> Ids(object item) => Plain(item) switch
    {
        AegirTask task => [task.Id],
        TaskLogEntry entry => [entry.TaskId],
        UpgradeResult { TaskId: { } id } => [id],
        UpgradeResult => [],
        _ => [item],
    };

    private static object Plain(object item) => item is PSObject wrapped ? wrapped.BaseObject : item;
}
