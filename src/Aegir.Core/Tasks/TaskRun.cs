using Aegir.Hosts;
using Aegir.Operations;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>One task while it runs: forward through its steps, or back through them.</summary>
internal sealed class TaskRun(IStateStore store, Operation operation, long taskId, TaskLog log, ITaskSink sink)
{
    private readonly IReadOnlyList<Step> steps = operation.Steps;

    /// <summary>The mark that this task's processes carry; see <see cref="TaskHost"/>.</summary>
    public static string Mark(IStateStore store, long taskId) => $"{taskId}@{store.Identity}";

    /// <summary>Runs the steps from one on. Trouble before the commit leads back, trouble past it is reported and left to recovery.</summary>
    public async Task<TaskReport> ForwardAsync(int first, CancellationToken cancellation)
    {
        var committed = steps.Take(first).Any(step => step.Commit is not null);
        for (var position = first; position < steps.Count; position++)
        {
            var step = steps[position];
            log.Step = step.Name;
            sink.Emit(new TaskEvent(TaskEventKind.Progress, operation.Target, step.Name, step.Name, 100 * position / steps.Count));
            try
            {
                if (!committed)
                    cancellation.ThrowIfCancellationRequested();
                Record(position, StepPhase.Begun);
                await step.Do(Context(committed ? CancellationToken.None : cancellation)).ConfigureAwait(false);
                Record(position, StepPhase.Done, step.Commit);
                committed |= step.Commit is not null;
            }
            catch (Exception error) when (!committed && !IsCommitRecorded(position))
            {
                log.Add(TaskLogLevel.Error, error.Message);
                var undone = await BackAsync(position).ConfigureAwait(false);
                return End(undone ? error : new AggregateException(error.Message + " Undoing it failed too.", error), step.Name, keepOpen: !undone);
            }
            catch (Exception error)
            {
                log.Add(TaskLogLevel.Error, $"Done, but tidying up failed: {error.Message}");
                return End(error, step.Name, keepOpen: true);
            }
        }
        return End(null, null, keepOpen: false);
    }

    /// <summary>Undoes the steps that were begun, newest first; goes on past an undo that fails, and then says false.</summary>
    public async Task<bool> BackAsync(int last)
    {
        var undone = true;
        for (var position = last; position >= 0; position--)
        {
            var step = steps[position];
            log.Step = step.Name;
            sink.Emit(new TaskEvent(TaskEventKind.Progress, operation.Target, step.Name, "undoing " + step.Name, 100 * position / steps.Count));
            try
            {
                if (step.Undo is { } undo)
                    await undo(Context(CancellationToken.None)).ConfigureAwait(false);
                Record(position, StepPhase.Undone);
            }
            catch (Exception error)
            {
                undone = false;
                log.Add(TaskLogLevel.Error, $"Undoing '{step.Name}' failed: {error.Message}");
            }
        }
        log.Step = null;
        return undone;
    }

    /// <summary>Writes the final record. Kept open, the task stays in its leases for recovery to try again.</summary>
    public TaskReport End(Exception? error, string? failedStep, bool keepOpen, AegirTaskStatus? status = null)
    {
        var ended = status ?? (error is null
            ? log.HasWarnings ? AegirTaskStatus.Warning : AegirTaskStatus.Success
            : error is OperationCanceledException || keepOpen ? AegirTaskStatus.Interrupted : AegirTaskStatus.Error);
        var message = error is null ? null : failedStep is null ? error.Message : $"{failedStep}: {error.Message}";
        store.WriteTask(session =>
        {
            log.Flush(session, taskId);
            session.Tasks.Finish(taskId, ended, message);
            if (!keepOpen)
                session.Leases.Release(taskId);
        });
        return new TaskReport(taskId, ended, error, failedStep, keepOpen);
    }

    // The commit may be in the store although we were told that it failed: only the journal knows.
    private bool IsCommitRecorded(int position) => steps[position].Commit is not null
        && store.Read(session => session.Journal.Of(taskId)).Any(entry => entry.Position == position && entry.Phase == StepPhase.Done);

    private StepContext Context(CancellationToken cancellation) => new(
        taskId,
        operation,
        host => new TaskHost(host, Mark(store, taskId)),
        log.Add,
        () => store.WriteTask(session => session.Tasks.SetState(taskId, operation.Save()!)),
        cancellation);

    private void Record(int position, StepPhase phase, Action<StateSession, long>? commit = null)
    {
        if (commit is null)
            store.WriteTask(Write);
        else
            store.Write(Write);

        void Write(StateSession session)
        {
            commit?.Invoke(session, taskId);
            log.Flush(session, taskId);
            if (operation.Save() is { } state)
                session.Tasks.SetState(taskId, state);
            session.Journal.Record(taskId, position, steps[position].Name, phase);
        }
    }
}
