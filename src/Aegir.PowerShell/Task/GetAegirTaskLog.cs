using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Shows the log of tasks.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.TaskLog)]
[OutputType(typeof(TaskLogEntry))]
public sealed class GetAegirTaskLogCommand : TasksCmdlet
{
    /// <summary>Only lines of this level and above.</summary>
    [Parameter]
    public TaskLogLevel Level { get; set; } = TaskLogLevel.Verbose;

    /// <summary>Goes on showing what is logged until the task has ended.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    protected override void Process()
    {
        foreach (var id in Id)
            if (Follow)
                Attempt(id, () => FollowOne(id));
            else
                Attempt(id, () => Write(id));
    }

    // A task that has none yet is no error; one that is not there is.
    private void Write(long id)
    {
        var log = Hub.Tasks.LogOf(id).ToList();
        if (log.Count == 0)
            Hub.Tasks.Get(id);
        WriteObject(log.Where(entry => entry.Level >= Level), enumerateCollection: true);
    }

    private void FollowOne(long id) => Run($"Following task {id}", async (hub, sink, token) =>
    {
        await foreach (var line in hub.Tasks.FollowAsync(id, token).ConfigureAwait(false))
            sink.Emit(new TaskEvent(TaskEventKind.Output, "", null, "", Payload: line));
        return true;
    }, taskEvent =>
    {
        if (taskEvent.Payload is TaskLogEntry entry && entry.Level >= Level)
            WriteObject(entry);
    });
}
