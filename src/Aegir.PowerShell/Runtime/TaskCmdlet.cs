using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>A bulk cmdlet each of whose items is one task: it is done now, or handed in to the queue. What is done is the same.</summary>
public abstract class TaskCmdlet<T> : EachCmdlet<T>
    where T : notnull
{
    /// <summary>Puts the work into the queue and returns the tasks at once; Invoke-AegirQueue works them off.</summary>
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

    /// <summary>What is ordered for one.</summary>
    protected abstract TaskRequest Request(T item);

    /// <summary>How it is queued.</summary>
    protected virtual TaskOptions Order => new() { Priority = Priority, NotBefore = NotBefore, After = After };

    // In the order they came in.
    protected override int Parallel => AsTask ? 1 : base.Parallel;

    protected sealed override Task<object> DoAsync(AegirHub hub, T item, ITaskSink sink, CancellationToken cancellation) => AsTask
        ? Task.FromResult<object>(hub.Queue.Enqueue(Request(item), Order))
        : hub.Queue.RunNowAsync(Request(item), sink, cancellation);

    protected sealed override void WriteResult(T item, object result)
    {
        if (AsTask)
            WriteObject(result);
        else
            WriteDone(item, result);
    }

    /// <summary>Writes what came of one that was done now.</summary>
    protected virtual void WriteDone(T item, object result) => WriteObject(result);
}
