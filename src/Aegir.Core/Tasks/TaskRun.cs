using Aegir.Hosts;
using Aegir.Operations;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>One task while it runs: forward through its steps, or back through them.</summary>
internal sealed class TaskRun
{
    private readonly IStateStore store;
    private readonly Operation operation;
    private readonly TaskHold hold;
    private readonly TaskLog log;
    private readonly ITaskSink sink;
    private readonly IReadOnlyList<Step> steps;

    public TaskRun(IStateStore store, Operation operation, TaskHold hold, TaskLog log, ITaskSink sink)
    {
        this.store = store;
        this.operation = operation;
        this.hold = hold;
        this.log = log;
        this.sink = sink;
        steps = operation.Steps;
        hold.Log = log;
    }

    /// <summary>The mark that this task's processes carry; see <see cref="TaskHost"/>.</summary>
    public static string Mark(IStateStore store, long taskId) => $"{taskId}@{store.Identity}";

    /// <summary>Runs the steps from one on, which the journal knows to be begun. Trouble before the commit leads back, trouble past it is
    /// reported and left to recovery; so is all of it where the task is not ours any more.</summary>
    /// <param name="hasHappened">The commit is not to be undone any more, whether or not it is recorded.</param>
    public async Task<TaskReport> RunAsync(int first, CancellationToken cancellation, bool hasHappened = false)
    {
        try
        {
            return await ForwardAsync(first, hasHappened, cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (hold.IsLost)
        {
            sink.Emit(new TaskEvent(TaskEventKind.Warning, operation.Target, log.Step, error.Message, Error: error));
            return new TaskReport(hold.TaskId, AegirTaskStatus.Interrupted, error, log.Step, IsOpen: true);
        }
    }

    /// <summary>Whether it has happened, as the machines have it.</summary>
    /// <param name="recorded">What the journal says.</param>
    public Task<bool> HasHappenedAsync(bool recorded) => operation.HasHappenedAsync(Context(hold.Losing), recorded);

    private async Task<TaskReport> ForwardAsync(int first, bool hasHappened, CancellationToken cancellation)
    {
        var committed = hasHappened || steps.Take(first).Any(step => step.Commit is not null);
        for (var position = first; position < steps.Count; position++)
        {
            var step = steps[position];
            log.Step = step.Name;
            sink.Emit(new TaskEvent(TaskEventKind.Progress, operation.Target, step.Name, step.Name, 100 * position / steps.Count));
            try
            {
                if (!committed)
                    cancellation.ThrowIfCancellationRequested();
                await step.Do(Context(committed ? hold.Losing : cancellation)).ConfigureAwait(false);
                if (position == steps.Count - 1)
                    return await EndAsync(null, null, keepOpen: false, session => Done(session, position)).ConfigureAwait(false);
                // What is done and what comes next are one write: nothing happens in between.
                await WriteAsync(step.Commit is not null, session =>
                {
                    Done(session, position);
                    Record(session, position + 1, StepPhase.Begun);
                }).ConfigureAwait(false);
                committed |= step.Commit is not null;
            }
            catch (Exception error) when (hold.IsLost)
            {
                throw error is AegirException { Id: "TaskLost" } ? error : hold.Lost();
            }
            catch (Exception error) when (!committed && !IsCommitRecorded(position))
            {
                log.Add(TaskLogLevel.Error, error is OperationCanceledException ? (hold.StopReason ?? "It was stopped") + "." : error.Message);
                var undone = await BackAsync(position).ConfigureAwait(false);
                return await EndAsync(undone ? error : NotUndone(error), step.Name, keepOpen: !undone).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                log.Add(TaskLogLevel.Error, $"Done, but tidying up failed: {error.Message}");
                return await EndAsync(error, step.Name, keepOpen: true).ConfigureAwait(false);
            }
        }
        return await EndAsync(null, null, keepOpen: false).ConfigureAwait(false);
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
                    await undo(Context(hold.Losing)).ConfigureAwait(false);
                await WriteAsync(isCommit: false, session => Record(session, position, StepPhase.Undone)).ConfigureAwait(false);
            }
            catch (Exception error) when (!hold.IsLost)
            {
                undone = false;
                log.Add(TaskLogLevel.Error, $"Undoing '{step.Name}' failed: {error.Message}");
            }
            catch (OperationCanceledException)
            {
                throw hold.Lost();
            }
        }
        log.Step = null;
        return await SweepAsync().ConfigureAwait(false) && undone;
    }

    // A command that was ended with us, or by Ctrl-C, may have been writing.
    private async Task<bool> SweepAsync()
    {
        try
        {
            await new Strays(operation, Mark(store, hold.TaskId)).SweepAsync(hold.Losing).ConfigureAwait(false);
            return true;
        }
        catch (AegirException error)
        {
            log.Add(TaskLogLevel.Error, $"Files that were being written are left: {error.Message}");
            return false;
        }
        catch (OperationCanceledException)
        {
            throw hold.Lost();
        }
    }

    /// <summary>Writes the final record. Kept open, the task stays in its leases for recovery to try again.</summary>
    /// <param name="before">Written in the same transaction.</param>
    public async Task<TaskReport> EndAsync(
        Exception? error, string? failedStep, bool keepOpen, Action<StateSession>? before = null, AegirTaskStatus? status = null)
    {
        var isHandedBack = error is OperationCanceledException && hold.IsHandedBack && !keepOpen;
        var ended = isHandedBack ? AegirTaskStatus.Queued : status ?? (error is null
            ? log.HasWarnings ? AegirTaskStatus.Warning : AegirTaskStatus.Success
            : error is OperationCanceledException || keepOpen ? AegirTaskStatus.Interrupted : AegirTaskStatus.Error);
        var what = error is OperationCanceledException ? (hold.StopReason ?? "It was stopped") + "; what had been done was undone." : error?.Message;
        var message = error is null ? null : failedStep is null ? what : $"{failedStep}: {what}";
        if (isHandedBack)
            log.Add(TaskLogLevel.Info, "It goes back to the queue.");
        await WriteAsync(isCommit: before is not null && steps[^1].Commit is not null, session =>
        {
            before?.Invoke(session);
            if (isHandedBack)
                session.Queue.HandBack(hold.TaskId, null);
            else
                TaskEnd.Write(session, hold.TaskId, ended, message, keepOpen);
            var task = session.Tasks.Ask(hold.TaskId);
            session.AfterCommit(() => hold.Ended = task.Rows[0]);
        }).ConfigureAwait(false);
        return new TaskReport(hold.TaskId, ended, error, failedStep, keepOpen);
    }

    // It is still that error, which callers know by its kind.
    private static AegirException NotUndone(Exception error) => error is AegirException known
        ? new(known.Kind, known.Id, known.Message + " Undoing it failed too.", known.Action, known)
        : new(AegirErrorKind.Failed, "UndoFailed", error.Message + " Undoing it failed too.", "The next command tries again to undo it.", error);

    // The commit may be in the store although we were told that it failed: only the journal knows.
    private bool IsCommitRecorded(int position) => steps[position].Commit is not null
        && store.Read(session => session.Journal.Of(hold.TaskId)).Any(entry => entry.Position == position && entry.Phase == StepPhase.Done);

    private StepContext Context(CancellationToken cancellation) => new(
        hold.TaskId,
        operation,
        host => new TaskHost(host, Mark(store, hold.TaskId), hold.Check),
        log.Add,
        () => store.WriteTask(session =>
        {
            hold.Require(session);
            session.Tasks.SetState(hold.TaskId, operation.Save()!);
        }),
        cancellation);

    // What a commit writes is about more than tasks.
    private async Task WriteAsync(bool isCommit, Action<StateSession> write)
    {
        await log.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await (isCommit ? store.WriteAsync(Whole) : store.WriteTaskAsync(Whole)).ConfigureAwait(false);
        }
        finally
        {
            log.Gate.Release();
        }

        void Whole(StateSession session)
        {
            hold.Require(session);
            write(session);
            log.Flush(session, hold.TaskId);
        }
    }

    private void Done(StateSession session, int position)
    {
        steps[position].Commit?.Invoke(session, hold.TaskId);
        Record(session, position, StepPhase.Done);
    }

    private void Record(StateSession session, int position, StepPhase phase)
    {
        if (operation.Save() is { } state)
            session.Tasks.SetState(hold.TaskId, state);
        session.Journal.Record(hold.TaskId, position, steps[position].Name, phase);
    }
}
