using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>
/// Works the queue off, and leaves when nothing of it can be begun: what a scheduled task calls. Returns the tasks that ended. Ctrl-C begins no more;
/// what is under way is undone and goes back to the queue.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, Nouns.Queue, SupportsShouldProcess = true)]
[OutputType(typeof(AegirTask))]
public sealed class InvokeAegirQueueCommand : HubCmdlet
{
    private static readonly QueueOptions Default = new();

    /// <summary>Begins no more than so many tasks; 0 for any number.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxTasks { get; set; }

    /// <summary>Begins none after that time; what is under way is finished.</summary>
    [Parameter]
    public DateTime? Until { get; set; }

    /// <summary>How many tasks at a time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Default.ThrottleLimit;

    /// <summary>Stays and waits for more, until Ctrl-C or -Until.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>A task that takes longer is undone, and has failed.</summary>
    [Parameter]
    public TimeSpan TimeLimit { get; set; } = Default.TimeLimit;

    /// <summary>Above this load of the hub's machine, per processor, one task runs at a time; 0 never looks.</summary>
    [Parameter]
    [ValidateRange(0d, 1000d)]
    public double MaxLoad { get; set; } = Default.MaxLoad;

    /// <summary>With less free space on the hub's disk, in bytes such as 2GB, no task is begun; 0 never looks.</summary>
    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long MinFreeSpace { get; set; } = Default.MinFreeSpace;

    /// <summary>For how many days ended tasks are kept, with their logs; 0 for ever.</summary>
    [Parameter]
    [ValidateRange(0, 36500)]
    public int KeepTaskDays { get; set; } = (int)Default.Retention.Tasks.TotalDays;

    /// <summary>For how many days all lines of logs are kept; later, only warnings and errors. 0 for ever.</summary>
    [Parameter]
    [ValidateRange(0, 36500)]
    public int KeepLogDays { get; set; } = (int)Default.Retention.Logs.TotalDays;

    /// <summary>For how many days backups are kept that tasks took by themselves; 0 for ever. Those that somebody asked for stay.</summary>
    [Parameter]
    [ValidateRange(0, 36500)]
    public int KeepBackupDays { get; set; } = (int)Default.Retention.Backups.TotalDays;

    /// <summary>How many of a site's newest backups stay in any case.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int KeepBackups { get; set; } = Default.Retention.MinBackups;

    protected override void End() => Attempt(null, () =>
    {
        if (!Approve("Work off the queue."))
            return;
        var options = Options;
        var run = Run("Working the queue off", (hub, sink, token) => hub.Queue.RunAsync(options, sink, token), taskEvent => Write(taskEvent.Payload));
        WriteVerbose(run.ToString());
    });

    private QueueOptions Options => new()
    {
        ThrottleLimit = ThrottleLimit,
        Stay = Wait,
        MaxTasks = MaxTasks,
        Until = Until,
        TimeLimit = TimeLimit,
        MaxLoad = MaxLoad,
        MinFreeSpace = MinFreeSpace,
        Retention = new Retention
        {
            Tasks = TimeSpan.FromDays(KeepTaskDays),
            Logs = TimeSpan.FromDays(KeepLogDays),
            Backups = TimeSpan.FromDays(KeepBackupDays),
            MinBackups = KeepBackups,
        },
    };

    private void Write(object? payload)
    {
        if (payload is not AegirTask task)
            return;
        WriteObject(task);
        if (task.Status is AegirTaskStatus.Error or AegirTaskStatus.Interrupted)
            WriteError(Errors.Of(task));
    }
}
