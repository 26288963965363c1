using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>What one pipeline object asks for.</summary>
public sealed record MoveItem(Site Site, MoveRequest Request)
{
    public override string ToString() => Site.Name;
}

/// <summary>A cmdlet that moves, renames, clones or restores sites: what a plan says is asked and shown, what became of it is written.</summary>
public abstract class MoveCmdlet : TaskCmdlet<MoveItem>
{
    /// <summary>Enabled modules that the target may lack.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowMissing { get; set; } = [];

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool IsForced => Force;

    protected override string Describe(MoveItem item) => MoveText.Sentence(Run((hub, token) => hub.Moves.PlanAsync(item.Request, token)));

    protected override TaskRequest Request(MoveItem item) => new MoveTask(item.Request);

    protected override void WriteDone(MoveItem item, object result)
    {
        base.WriteDone(item, result);
        var done = (MoveResult)result;
        if (done.Outcome != MoveOutcome.Done)
            WriteError(Errors.Of(done, item.Site));
        else if (done.FailedStep is { } step)
            WriteWarning($"{done.Site}: it is done, but '{step}' failed: {done.Message} The next command tries again.");
    }
}
