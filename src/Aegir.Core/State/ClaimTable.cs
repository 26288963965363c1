namespace Aegir.State;

/// <summary>How a worker takes tasks from the queue: the highest priority first; of one priority, clients take turns; of one client, what was
/// queued first. What it costs depends on how many run, not on how many wait.</summary>
public sealed class ClaimTable(StateSession session)
{
    /// <summary>Takes tasks with their leases. None for a server that has as many as it may.</summary>
    public IReadOnlyList<ClaimedTask> Claim(int wanted, string worker)
    {
        session.LockClaims();
        session.Queue.WakeDue();
        var lanes = Lanes();
        var claimed = new List<ClaimedTask>();
        if (lanes.Count == 0)
            return claimed;
        var load = new ServerLoad(session);
        var leased = session.Leases.All().Select(lease => lease.Resource).ToHashSet();
        while (claimed.Count < wanted && lanes.Where(load.HasRoom).MinBy(lane => (-lane.Priority, load.Of(lane.Client), lane.Last, lane.Id)) is { } lane)
        {
            lane.Waiting ??= new Queue<(ClaimedTask, IReadOnlyList<string>)>(Candidates(lane.Id, wanted - claimed.Count + leased.Count));
            if (!lane.Waiting.TryDequeue(out var next))
                lanes.Remove(lane);
            else if (!next.Resources.Any(leased.Contains) && Take(next.Task.Id, next.Resources, worker))
            {
                leased.UnionWith(next.Resources);
                load.Add(lane);
                // Of several that are taken at once, the next goes to another client.
                lane.Last = long.MaxValue / 2 + claimed.Count;
                claimed.Add(next.Task);
            }
        }
        return claimed;
    }

    private bool Take(long id, IReadOnlyList<string> resources, string worker)
    {
        var isWhole = resources.All(resource => session.Leases.TryAdd(resource, id, worker));
        if (isWhole && session.Execute(
            "UPDATE task SET status = -1, worker = @worker, started = @now, ended = NULL WHERE id = @id AND status = 0", new { id, worker, now = Columns.Now() }) == 1)
            return true;
        session.Execute("DELETE FROM lease WHERE task_id = @id AND holder = @worker", new { id, worker });
        return false;
    }

    // Not with EXISTS: some versions of SQLite make a list of all that wait of it.
    private List<Lane> Lanes() => session.Query("""
        SELECT id, priority, client, server, database_server, (SELECT max(started) FROM task WHERE task.lane_id = lane.id) FROM lane
        WHERE (SELECT min(id) FROM task WHERE task.lane_id = lane.id AND status = 0 AND readiness = 3) IS NOT NULL
        """, null, row => new Lane(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4)) { Last = row.Long(5) ?? 0 }).ToList();

    private List<(ClaimedTask, IReadOnlyList<string>)> Candidates(long lane, int most) => session.Query($"""
        SELECT id, type, target_type, target, request_type, request, resources FROM task
        WHERE lane_id = @lane AND status = 0 AND readiness = 3 ORDER BY id LIMIT @most{session.ForClaim}
        """, new { lane, most }, row => (
            new ClaimedTask(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)),
            row.List(6))).ToList();
}

/// <summary>Queued tasks of one priority, for one client, on one pair of servers.</summary>
internal sealed record Lane(long Id, int Priority, string Client, string Server, string DatabaseServer)
{
    /// <summary>When one of it was last begun.</summary>
    public long Last { get; set; }

    public Queue<(ClaimedTask Task, IReadOnlyList<string> Resources)>? Waiting { get; set; }
}
