using System.Runtime.ExceptionServices;
using Aegir.Operations;
using Aegir.Tasks;

namespace Aegir.Hub;

/// <summary>Where the hub hands in an operation: what was abandoned is recovered first, and trouble comes back as an exception.</summary>
/// <param name="recovery">Null where that has been done.</param>
public sealed class TaskDesk(TaskRunner runner, Recovery? recovery)
{
    public TaskRunner Runner => runner;

    public Task<IReadOnlyList<TaskReport>> RecoverAsync(ITaskSink sink) =>
        recovery?.RunAsync(sink) ?? Task.FromResult<IReadOnlyList<TaskReport>>([]);

    /// <summary>A desk whose first operation runs as what the slot says.</summary>
    internal TaskDesk For(TaskSlot slot) => new(runner.For(slot), slot.Hold is null ? recovery : null);

    /// <exception cref="AegirException">What stopped it, with the step's name.</exception>
    public async Task<TaskReport> RunAsync(Operation operation, ITaskSink sink, CancellationToken cancellation)
    {
        await RecoverAsync(sink).ConfigureAwait(false);
        var report = await runner.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        if (report.Error is { } error)
            ExceptionDispatchInfo.Throw(error);
        return report;
    }
}
