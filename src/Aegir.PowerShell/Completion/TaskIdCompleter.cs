using System.Globalization;

namespace Aegir.PowerShell;

/// <summary>The numbers of the newest tasks.</summary>
public sealed class TaskIdCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) => hub.Tasks.Find(new TaskFilter { First = 500 })
        .Select(task => (Id: task.Id.ToString(CultureInfo.InvariantCulture), $"{task}, {task.Status}"))
        .Where(task => pattern.Matches(task.Id));
}
