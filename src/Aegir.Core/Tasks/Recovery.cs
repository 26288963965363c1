using Aegir.Operations;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>Puts right what a worker that died (or could not undo its work) left behind.</summary>
/// <param name="rebuild">Makes the operation of a task again from its kept state; one without steps where there is nothing to undo or to finish.</param>
public sealed class Recovery(IStateStore store, TaskRunner runner, Func<AegirTask, string?, Operation> rebuild)
{
    /// <summary>Recovers every abandoned task; gives the reports of those it dealt with. What fails stays for the next try.</summary>
    /// <param name="rest">How long one that failed is left alone.</param>
    public async Task<IReadOnlyList<TaskReport>> RunAsync(ITaskSink sink, TimeSpan rest = default)
    {
        var reports = new List<TaskReport>();
        foreach (var (task, _) in store.Read(Abandoned).Where(pair => pair.Task.Ended is not { } ended || DateTimeOffset.UtcNow - ended >= rest))
            foreach (var hold in await TaskHold.TakeAllAsync(store, session => Claim(session, task.Id)).ConfigureAwait(false))
                using (runner.Heartbeat.Begin(hold))
                    reports.Add(await TryAsync(task, hold, sink).ConfigureAwait(false));
        return reports;
    }

    private List<(AegirTask Task, Lease Lease)> Abandoned(StateSession session)
    {
        var leases = session.Leases.All();
        if (leases.Count == 0)
            return [];
        var held = leases.GroupBy(lease => lease.TaskId).ToDictionary(group => group.Key, group => group.First());
        return session.Tasks.Find(new TaskFilter { Ids = [.. held.Keys] }).ToList()
            .Where(task => task.HasEnded ? !TaskHold.Exists(store, task.Id) : IsLeft(task.Id, held[task.Id]))
            .Select(task => (task, held[task.Id])).OrderBy(pair => pair.task.Id).ToList();
    }

    // Its process is dead, or dumb; or it is this one, which has let go of it.
    private bool IsLeft(long taskId, Lease lease) => Worker.Parse(lease.Holder) == Worker.Current
        ? !TaskHold.Exists(store, taskId)
        : !Worker.Parse(lease.Holder).IsAlive(lease.Heartbeat, store.Times);

    // Many may see that a task is abandoned; who claims it makes it a running one, that of a living worker.
    private long[] Claim(StateSession session, long taskId)
    {
        if (Abandoned(session).FirstOrDefault(pair => pair.Task.Id == taskId).Lease is not { } lease
            || !session.Leases.TakeOver(taskId, lease.Holder, Worker.Current.ToString(), lease.Heartbeat))
            return [];
        session.Tasks.Resume(taskId);
        return [taskId];
    }

    private async Task<TaskReport> TryAsync(AegirTask task, TaskHold hold, ITaskSink sink)
    {
        try
        {
            return await RecoverAsync(task, hold, sink).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // It stays for the next try, and must not keep others from their work.
            sink.Emit(new TaskEvent(TaskEventKind.Warning, task.Target, null, $"Task {task.Id} cannot be recovered yet: {error.Message}", Error: error));
            store.WriteTask(session =>
            {
                if (hold.IsOurs(session))
                    session.Tasks.Finish(task.Id, AegirTaskStatus.Interrupted, error.Message);
            });
            return new TaskReport(task.Id, AegirTaskStatus.Interrupted, error);
        }
    }

    private async Task<TaskReport> RecoverAsync(AegirTask task, TaskHold hold, ITaskSink sink)
    {
        var state = store.Read(session => session.Tasks.State(task.Id));
        var log = new TaskLog(task.Target, sink);
        var operation = rebuild(task, state);
        if (operation.Steps.Count == 0)
            return await CloseAsync(operation, hold, log).ConfigureAwait(false);

        var run = new TaskRun(store, operation, hold, log, sink);
        var journal = store.Read(session => session.Journal.Of(task.Id));
        var commit = operation.Steps.ToList().FindIndex(step => step.Commit is not null);
        var isRecorded = journal.Any(entry => entry.Position == commit && entry.Phase == StepPhase.Done);
        bool hasHappened;
        try
        {
            await new Strays(operation, TaskRun.Mark(store, task.Id)).EndAsync(CancellationToken.None).ConfigureAwait(false);
            hasHappened = await run.HasHappenedAsync(isRecorded).ConfigureAwait(false);
        }
        catch (AegirException error)
        {
            return await run.EndAsync(error, null, keepOpen: true).ConfigureAwait(false);
        }
        if (hasHappened)
        {
            if (!isRecorded)
                log.Add(TaskLogLevel.Warning, "The store is older than what this task did: visitors were let in on the new side.");
            log.Add(TaskLogLevel.Info, $"Finishing what task {task.Id} left undone; the site is on its new side.");
            var first = isRecorded ? journal.Where(entry => entry.Phase == StepPhase.Done).Max(entry => entry.Position) + 1 : commit;
            return await run.RunAsync(first, CancellationToken.None, hasHappened).ConfigureAwait(false);
        }
        var last = journal.Count == 0 ? -1 : journal.Max(entry => entry.Position);
        var step = last < 0 ? "its start" : operation.Steps[last].Name;
        log.Add(TaskLogLevel.Warning, $"Task {task.Id} ended in the middle of '{step}'; putting '{task.Target}' back as it was.");
        var undone = await run.BackAsync(operation.UndoesUnrecorded ? Math.Max(last, commit - 1) : last).ConfigureAwait(false);
        var why = new AegirException(AegirErrorKind.Failed, "TaskInterrupted",
            undone ? "The process that ran it ended; everything it did was undone." : "The process that ran it ended, and undoing its work failed.",
            undone ? "Run it again." : $"Read Get-AegirTaskLog -Id {task.Id}, mend what it names; the next command tries again.");
        return await run.EndAsync(why, step, keepOpen: !undone, status: AegirTaskStatus.Interrupted).ConfigureAwait(false);
    }

    // What it ran must not go on beside what comes next; a machine that is away must not hold that up for ever, as nothing waits to be undone there.
    private async Task<TaskReport> CloseAsync(Operation operation, TaskHold hold, TaskLog log)
    {
        var strays = new Strays(operation, TaskRun.Mark(store, hold.TaskId));
        foreach (var host in operation.Hosts)
        {
            try
            {
                await strays.EndAsync(host, CancellationToken.None).ConfigureAwait(false);
            }
            catch (AegirException error) when (error.Id != "ScriptFailed")
            {
                log.Add(TaskLogLevel.Warning, $"What it ran on '{host.Name}' may run on: {error.Message}");
            }
        }
        const string message = "The process that ran it ended before it was done.";
        log.Add(TaskLogLevel.Warning, message);
        await store.WriteTaskAsync(session =>
        {
            hold.Require(session);
            log.Flush(session, hold.TaskId);
            TaskEnd.Write(session, hold.TaskId, AegirTaskStatus.Interrupted, message);
        }).ConfigureAwait(false);
        return new TaskReport(hold.TaskId, AegirTaskStatus.Interrupted);
    }
}
