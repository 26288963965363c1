namespace Aegir.State;

/// <summary>How a worker takes tasks from the queue: the highest priority first; of one priority, clients take turns; of one client, what was
/// queued first. What it costs depends on how many run, not on how many wait.</summary>
public sealed class ClaimTable(StateSession session)
{
    /// <summary>Takes tasks with their leases. None for a server that has as many as it may.</summary>
    public IReadOnlyList<ClaimedTask> Claim(int wanted, string worker)
    {
        session.LockClaims();
        var due = session.Queue.Due();
        var ready = Ready();
        var loadOf = ServerLoad.Ask(session);
        var held = session.Ask("SELECT resource FROM lease", null, row => row.GetString(0));
        if (due.Rows.Count > 0)
        {
            due.Rows.ForEach(session.Queue.Consider);
            ready = Ready();
        }
        var lanes = ready.Rows;
        var claimed = new List<ClaimedTask>();
        if (lanes.Count == 0)
            return claimed;
        var load = loadOf();
        var leased = held.Rows.ToHashSet();
        while (claimed.Count < wanted && Pick(lanes, load, leased, wanted - claimed.Count) is { Count: > 0 } picked)
            foreach (var (lane, id, task) in picked.ConvertAll(pick => (pick.Lane, pick.Id, Take(pick.Id, pick.Resources, worker))))
                if (task.Rows is [var taken])
                    claimed.Add(taken);
                else
                {
                    session.Post("DELETE FROM lease WHERE task_id = @id AND holder = @worker", new { id, worker });
                    load.Add(lane, -1);
                }
        return claimed;
    }

    private List<(Lane Lane, long Id, IReadOnlyList<string> Resources)> Pick(List<Lane> lanes, ServerLoad load, HashSet<string> leased, int wanted)
    {
        var picked = new List<(Lane, long, IReadOnlyList<string>)>();
        while (picked.Count < wanted && lanes.Where(load.HasRoom).MinBy(lane => (-lane.Priority, load.Of(lane.Client), lane.Last, lane.Id)) is { } lane)
        {
            if (lane.Waiting.Count == 0 && !lane.IsWhole)
            {
                // The first of it is known; of the others, those that somebody else is about to change are left alone.
                lane.IsWhole = true;
                lane.Waiting = new(Behind(lane, wanted - picked.Count + leased.Count));
            }
            if (!lane.Waiting.TryDequeue(out var next))
                lanes.Remove(lane);
            else if (Columns.List(next.Resources) is var resources && !resources.Any(leased.Contains))
            {
                leased.UnionWith(resources);
                load.Add(lane, 1);
                // Of several that are taken at once, the next goes to another client.
                lane.Last = long.MaxValue / 2 + leased.Count;
                picked.Add((lane, next.Id, resources));
            }
        }
        return picked;
    }

    // Where one of its leases was given to somebody else meanwhile, or the task to nobody any more, it is not taken.
    private Answer<ClaimedTask> Take(long id, IReadOnlyList<string> resources, string worker)
    {
        foreach (var resource in resources)
            session.Leases.TryAdd(resource, id, worker);
        return session.Ask("""
            UPDATE task SET status = -1, worker = @worker, started = @now, ended = NULL WHERE id = @id AND status = 0 AND readiness = 3
                AND (SELECT count(*) FROM lease WHERE lease.task_id = @id AND lease.holder = @worker) = @count
            RETURNING id, type, target_type, target, request_type, request
            """,
            new { id, worker, now = Columns.Now(), count = resources.Count },
            row => new ClaimedTask(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)));
    }

    // Not with EXISTS: some versions of SQLite make a list of all that wait of it. Nor with a join: PostgreSQL would go through all tasks. And looked for
    // once: those that were claimed a moment ago are still in the index.
    private Answer<Lane> Ready() => session.Ask("""
        WITH ready AS MATERIALIZED (
            SELECT lane.*, (SELECT min(id) FROM task WHERE task.lane_id = lane.id AND status = 0 AND readiness = 3) AS first FROM lane)
        SELECT id, priority, client, server, database_server, (SELECT max(started) FROM task WHERE task.lane_id = ready.id), first,
            (SELECT resources FROM task WHERE task.id = ready.first)
        FROM ready WHERE first IS NOT NULL
        """, null, row => new Lane(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(6))
    {
        Last = row.Long(5) ?? 0,
        Waiting = new([(row.GetInt64(6), row.GetString(7))]),
    });

    private List<(long Id, string Resources)> Behind(Lane lane, int most) => session.Query($"""
        SELECT id, resources FROM task WHERE lane_id = @Id AND status = 0 AND readiness = 3 AND id > @First ORDER BY id LIMIT @most{session.ForClaim}
        """, new { lane.Id, lane.First, most }, row => (row.GetInt64(0), row.GetString(1))).ToList();
}

/// <summary>Queued tasks of one priority, for one client, on one pair of servers.</summary>
/// <param name="First">The first of them that is ready.</param>
internal sealed record Lane(long Id, int Priority, string Client, string Server, string DatabaseServer, long First)
{
    /// <summary>When one of it was last begun.</summary>
    public long Last { get; set; }

    /// <summary>With all leases they need, as JSON.</summary>
    public required Queue<(long Id, string Resources)> Waiting { get; set; }

    /// <summary>Whether those behind the first were asked for.</summary>
    public bool IsWhole { get; set; }
}
