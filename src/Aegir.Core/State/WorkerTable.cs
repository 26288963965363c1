namespace Aegir.State;

/// <summary>The processes that take tasks from the queue.</summary>
public sealed class WorkerTable(StateSession session)
{
    /// <summary>Says that a worker is there and what keeps it from beginning tasks; null where nothing does.</summary>
    public void Beat(string name, int slots, string? holding) => session.Execute("""
        INSERT INTO worker (name, slots, started, heartbeat, holding) VALUES (@name, @slots, @now, @now, @holding)
        ON CONFLICT (name) DO UPDATE SET heartbeat = excluded.heartbeat, slots = excluded.slots, holding = excluded.holding
        """, new { name, slots, holding, now = Columns.Now() });

    public void Remove(string name) => session.Execute("DELETE FROM worker WHERE name = @name", new { name });

    public IReadOnlyList<QueueWorkerInfo> All() => session.Query("""
        SELECT name, slots, started, heartbeat, holding, (SELECT count(*) FROM task WHERE status = -1 AND task.worker = worker.name) FROM worker ORDER BY started, name
        """, null, row => new QueueWorkerInfo
    {
        Name = row.GetString(0),
        Slots = row.GetInt32(1),
        Started = row.Time(2)!.Value,
        Heartbeat = row.Time(3)!.Value,
        Holding = row.Text(4),
        Running = row.GetInt32(5),
    }).ToList();
}
