using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Waits until tasks have ended, and returns them as they are then.</summary>
[Cmdlet(VerbsLifecycle.Wait, Nouns.Task)]
[OutputType(typeof(AegirTask))]
public sealed class WaitAegirTaskCommand : TasksCmdlet
{
    private readonly List<long> ids = [];

    /// <summary>How many seconds to wait for all of them; those that have not ended by then are returned as they are, with an error. Without, any time.</summary>
    [Parameter]
    [Alias("TimeoutSec")]
    [ValidateRange(0, int.MaxValue)]
    public int? Timeout { get; set; }

    protected override void Process() => ids.AddRange(Id);

    protected override void End()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var id in ids)
            Attempt(id, () => Write(Run((hub, token) => hub.Tasks.WaitAsync(id, Timeout is { } seconds ? Left(seconds, clock.Elapsed) : null, token))));
    }

    private void Write(AegirTask task)
    {
        WriteObject(task);
        if (!task.HasEnded)
            throw new AegirException(AegirErrorKind.Busy, "TaskNotEnded", $"Task {task.Id} ({task}) has not ended yet: {task.Waiting ?? "it is running"}.",
                $"Wait longer, or end it: Stop-AegirTask {task.Id}");
    }

    private static TimeSpan Left(int seconds, TimeSpan gone) => TimeSpan.FromSeconds(seconds) is var all && gone < all ? all - gone : TimeSpan.Zero;
}
