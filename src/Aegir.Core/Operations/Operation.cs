using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>One run of a task type: a list of steps over a state that is kept with the task, so that another process can undo or
/// finish what this one began.</summary>
public abstract class Operation
{
    /// <summary>The kind of task, such as verify or upgrade.</summary>
    public abstract string Type { get; }

    /// <summary>What kind of thing it works on: site, platform or server.</summary>
    public abstract string TargetType { get; }

    public abstract string Target { get; }

    /// <summary>The leases it needs, such as site:12.</summary>
    public abstract IReadOnlyList<string> Resources { get; }

    public abstract IReadOnlyList<Step> Steps { get; }

    /// <summary>The machines it works on, where a killed run may have left processes.</summary>
    public virtual IReadOnlyList<IHost> Hosts => [];

    /// <summary>Sites' folders on these machines in which commands replace files: one that is killed leaves what it was writing, there or beside
    /// it.</summary>
    public virtual IReadOnlyList<string> Folders => [];

    /// <summary>Whether it has happened, as its machines have it: a store that was put back from a copy may know less than what was done since.</summary>
    /// <param name="recorded">What the journal says.</param>
    /// <exception cref="AegirException">StoreIsOlder: more was done since with what it works on.</exception>
    public virtual async Task<bool> HasHappenedAsync(StepContext context, bool recorded)
    {
        foreach (var host in Folders.Count == 0 ? [] : Hosts)
            if ((await LeftMark.ReadAsync(context.On(host), Folders, context.Cancellation).ConfigureAwait(false)).Any(mark => mark is { Length: > 0 }))
                throw LeftMark.StoreIsOlder(Target, $"{string.Join(", ", Folders)} was left");
        return recorded;
    }

    /// <summary>True where an undo finds out by itself whether its step was begun: a store that was put back may not know of it.</summary>
    public virtual bool UndoesUnrecorded => false;

    /// <summary>The state, as JSON; null where there is nothing to undo or finish. Holds no secret.</summary>
    public virtual string? Save() => null;
}

/// <summary>One step of an operation. Do may be cut off anywhere; Undo then puts right whatever it left, and may run twice.</summary>
public sealed record Step(string Name, Func<StepContext, Task> Do)
{
    /// <summary>Null where there is nothing to undo.</summary>
    public Func<StepContext, Task>? Undo { get; init; }

    /// <summary>Written in one transaction with the journal's word that this step is done. From then on the operation has happened: what
    /// follows is finished, never undone. Null for all steps but one.</summary>
    public Action<StateSession, long>? Commit { get; init; }
}

/// <summary>What a running step may use.</summary>
public sealed class StepContext(
    long taskId, Operation operation, Func<IHost, IHost> mark, Action<TaskLogLevel, string> log, Action save, CancellationToken cancellation)
{
    public long TaskId => taskId;

    /// <summary>What kind of thing the task works on: site, platform or server.</summary>
    public string TargetType => operation.TargetType;

    public string Target => operation.Target;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The host, with every command marked as this task's, so that recovery can end what outlived us.</summary>
    public IHost On(IHost host) => mark(host);

    public void Log(TaskLogLevel level, string message) => log(level, message);

    public void Info(string message) => log(TaskLogLevel.Info, message);

    public void Warn(string message) => log(TaskLogLevel.Warning, message);

    /// <summary>Keeps the operation's state as it is now; called before anything is done that an undo must know of.</summary>
    public void Save() => save();
}
