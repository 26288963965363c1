using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

public sealed partial class InvokeAegirUpgradeCommand
{
    /// <summary>Puts the upgrades into the queue, as one batch with its canaries and its budget of failures, and returns the tasks at once.</summary>
    [Parameter]
    public SwitchParameter AsTask { get; set; }

    /// <summary>With -AsTask: the higher goes first.</summary>
    [Parameter]
    [ValidateRange(-1000, 1000)]
    public int Priority { get; set; }

    /// <summary>With -AsTask: when it may be begun.</summary>
    [Parameter]
    public DateTime? NotBefore { get; set; }

    /// <summary>With -AsTask: tasks that must have ended well before.</summary>
    [Parameter]
    [TaskIdOf]
    [ValidateNotNull]
    public long[] After { get; set; } = [];

    private async Task QueueAsync(AegirHub hub, IAsyncEnumerable<Site> items, ITaskSink sink)
    {
        var batch = hub.Queue.OpenBatch(new BatchOptions { Canary = Canary, MaxFailure = MaxFailure });
        var options = new TaskOptions { Priority = Priority, NotBefore = NotBefore, After = After, Batch = batch };
        await foreach (var site in items.ConfigureAwait(false))
            sink.Emit(new TaskEvent(TaskEventKind.Output, site.Name, null, "", Payload: Queue(hub, site, options)));
    }

    private object Queue(AegirHub hub, Site site, TaskOptions options)
    {
        try
        {
            return hub.Queue.Enqueue(new UpgradeTask(site.Name) { AllowMissing = AllowMissing, KeepFor = Options.KeepFor }, options);
        }
        catch (AegirException error)
        {
            return new UpgradeResult { Site = site.Name, From = site.Platform, To = site.UpgradeTarget ?? "", Outcome = UpgradeOutcome.Blocked, Message = error.Message };
        }
    }
}
