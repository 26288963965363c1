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
        foreach (var (task, holder) in Abandoned())
            if (store.Write(session => session.Leases.TakeOver(task.Id, holder, Worker.Current.ToString())))
                reports.Add(await RecoverAsync(task, sink).ConfigureAwait(false));
        return reports;
    }

    private List<(AegirTask Task, string Holder)> Abandoned()
    {
        var leases = store.Read(session => session.Leases.All());
        if (leases.Count == 0)
            return [];
        var holders = leases.GroupBy(lease => lease.TaskId).ToDictionary(group => group.Key, group => group.First());
        var tasks = store.Read(session => session.Tasks.Find(new TaskFilter { Ids = [.. holders.Keys] }).ToList());
        return tasks
            .Where(task => task.Status == AegirTaskStatus.Interrupted
                || !Worker.Parse(holders[task.Id].Holder).IsAlive(holders[task.Id].Heartbeat))
            .Select(task => (task, holders[task.Id].Holder)).OrderBy(pair => pair.task.Id).ToList();
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
