using Aegir.Hosts;
using Aegir.Operations;
using Aegir.State;

namespace Aegir.Tasks;

/// <summary>Puts right what a worker that died (or could not undo its work) left behind.</summary>
/// <param name="rebuild">Makes the operation of a task again from its type and its kept state; null where nothing can be left behind.</param>
public sealed class Recovery(IStateStore store, Func<string, string, Operation?> rebuild)
{
    /// <summary>Recovers every abandoned task; gives the reports of those it dealt with. What fails stays for the next try.</summary>
    public async Task<IReadOnlyList<TaskReport>> RunAsync(ITaskSink sink)
    {
        var reports = new List<TaskReport>();
        foreach (var (task, _) in store.Read(Abandoned))
            if (store.Write(session => Claim(session, task.Id)))
                reports.Add(await TryAsync(task, sink).ConfigureAwait(false));
        return reports;
    }

    private static List<(AegirTask Task, Lease Lease)> Abandoned(StateSession session)
    {
        var leases = session.Leases.All();
        if (leases.Count == 0)
            return [];
        var held = leases.GroupBy(lease => lease.TaskId).ToDictionary(group => group.Key, group => group.First());
        return session.Tasks.Find(new TaskFilter { Ids = [.. held.Keys] }).ToList()
            .Where(task => task.Status == AegirTaskStatus.Interrupted || !Worker.Parse(held[task.Id].Holder).IsAlive(held[task.Id].Heartbeat))
            .Select(task => (task, held[task.Id])).OrderBy(pair => pair.task.Id).ToList();
    }

    // Many may see that a task is abandoned; who claims it makes it a running one, that of a living worker.
    private static bool Claim(StateSession session, long taskId)
    {
        if (Abandoned(session).FirstOrDefault(pair => pair.Task.Id == taskId).Lease is not { } lease)
            return false;
        session.Leases.TakeOver(taskId, lease.Holder, Worker.Current.ToString());
        session.Tasks.Resume(taskId);
        return true;
    }

    private async Task<TaskReport> TryAsync(AegirTask task, ITaskSink sink)
    {
        try
        {
            return await RecoverAsync(task, sink).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // It stays for the next try, and must not keep others from their work.
            sink.Emit(new TaskEvent(TaskEventKind.Warning, task.Target, null, $"Task {task.Id} cannot be recovered yet: {error.Message}", Error: error));
            store.Write(session => session.Tasks.Finish(task.Id, AegirTaskStatus.Interrupted, error.Message));
            return new TaskReport(task.Id, AegirTaskStatus.Interrupted, error);
        }
    }

    private async Task<TaskReport> RecoverAsync(AegirTask task, ITaskSink sink)
    {
        var state = store.Read(session => session.Tasks.State(task.Id));
        var log = new TaskLog(task.Target, sink);
        var operation = state is null ? null : rebuild(task.Type, state);
        if (operation is null)
            return Close(task, AegirTaskStatus.Interrupted, "The process that ran it ended before it was done.");

        var run = new TaskRun(store, operation, task.Id, log, sink);
        var journal = store.Read(session => session.Journal.Of(task.Id));
        var commit = operation.Steps.ToList().FindIndex(step => step.Commit is not null);
        try
        {
            await EndStraysAsync(operation, task.Id).ConfigureAwait(false);
        }
        catch (AegirException error)
        {
            return run.End(error, null, keepOpen: true);
        }
        if (journal.Any(entry => entry.Position == commit && entry.Phase == StepPhase.Done))
        {
            log.Add(TaskLogLevel.Info, $"Finishing what task {task.Id} left undone; the site is on its new side.");
            var first = journal.Where(entry => entry.Phase == StepPhase.Done).Max(entry => entry.Position) + 1;
            return await run.ForwardAsync(first, CancellationToken.None).ConfigureAwait(false);
        }
        var last = journal.Count == 0 ? -1 : journal.Max(entry => entry.Position);
        var step = last < 0 ? "its start" : operation.Steps[last].Name;
        log.Add(TaskLogLevel.Warning, $"Task {task.Id} ended in the middle of '{step}'; putting '{task.Target}' back as it was.");
        var undone = await run.BackAsync(last).ConfigureAwait(false);
        var why = new AegirException(AegirErrorKind.Failed, "TaskInterrupted",
            undone ? "The process that ran it ended; everything it did was undone." : "The process that ran it ended, and undoing its work failed.",
            undone ? "Run it again." : $"Read Get-AegirTaskLog -Id {task.Id}, mend what it names; the next command tries again.");
        return run.End(why, step, keepOpen: !undone, AegirTaskStatus.Interrupted);
    }

    private async Task EndStraysAsync(Operation operation, long taskId)
    {
        foreach (var host in operation.Hosts)
            await host.ScriptAsync("Hosts.end-strays.sh", [TaskRun.Mark(store, taskId)], CancellationToken.None).ConfigureAwait(false);
    }

    private TaskReport Close(AegirTask task, AegirTaskStatus status, string message)
    {
        store.Write(session =>
        {
            session.Tasks.Finish(task.Id, status, message);
            session.Leases.Release(task.Id);
        });
        return new TaskReport(task.Id, status);
    }
}
