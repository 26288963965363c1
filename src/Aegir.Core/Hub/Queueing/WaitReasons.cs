using Aegir.State;
using Aegir.Tasks;

namespace Aegir.Hub.Queueing;

/// <summary>Says of queued tasks what each waits for, as it is now.</summary>
internal sealed class WaitReasons(StateSession session, LeaseTimes times)
{
    private readonly Dictionary<string, Lease> leases = session.Leases.All().ToDictionary(lease => lease.Resource);
    private readonly ServerLoad load = ServerLoad.Ask(session)();

    private readonly List<QueueWorkerInfo> workers =
        [.. session.Workers.All().Where(worker => Worker.Parse(worker.Name).IsAlive(worker.Heartbeat, times))];

    public AegirTask Explain(AegirTask task) => task.Status == AegirTaskStatus.Queued ? task with { Waiting = Of(task) } : task;

    private string Of(AegirTask task)
    {
        var facts = session.Queue.Facts(task.Id);
        if (facts.Readiness == Readiness.Timed)
            return $"waiting until {task.NotBefore?.ToLocalTime():yyyy-MM-dd HH:mm:ss}";
        if (facts.Readiness == Readiness.Waiting)
            return session.Queue.After(task.Id) is [var after, ..] ? $"waiting for task {after.Id} ({after.What})" : $"waiting for the canaries of batch {task.Batch}";
        if (facts.Resources.FirstOrDefault(leases.ContainsKey) is { } held)
            return Leased(held, leases[held]);
        if (facts.Readiness == Readiness.InLine)
            return $"waiting behind task {facts.Head}, which is for the same {task.TargetType}";
        return load.Full(facts.Server, facts.DatabaseServer) is { } full ? "waiting: " + full
            : workers.Count == 0 ? "waiting for a worker; none is at work (Invoke-AegirQueue)"
            : workers.FirstOrDefault(worker => worker.Holding is not null) is { } holding ? "waiting: " + holding.Holding
            : "waiting for a worker that is free";
    }

    private static string Leased(string resource, Lease lease)
    {
        var worker = Worker.Parse(lease.Holder);
        return $"waiting for the lease of worker {worker.Machine}/{worker.ProcessId} on {resource.Replace(":", " ", StringComparison.Ordinal)} "
            + $"since {lease.Acquired.ToLocalTime():yyyy-MM-dd HH:mm:ss} (task {lease.TaskId})";
    }
}
