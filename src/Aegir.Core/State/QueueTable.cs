using System.Data.Common;

namespace Aegir.State;

/// <summary>The queued tasks, and what each waits for. Of those for one site or platform, one at a time is ready.</summary>
public sealed class QueueTable(StateSession session)
{
    private const string Waiting = "SELECT id, status, batch_id, resource, priority, readiness, not_before FROM task";

    public long Add(QueueEntry entry)
    {
        var now = Columns.Now();
        var notBefore = entry.NotBefore?.ToUnixTimeMilliseconds();
        var isTimed = notBefore > now;
        var id = session.Insert("""
            INSERT INTO task (type, target_type, target, status, created, request_type, request, retry_of, batch_id, lane_id, priority, not_before,
                resource, resources, readiness)
            VALUES (@Type, @TargetType, @Target, 0, @now, @RequestType, @Request, @RetryOf, @Batch, @lane, @Priority, @notBefore,
                @resource, @resources, @readiness)
            """,
            new
            {
                entry.Type, entry.TargetType, entry.Target, now, entry.RequestType, entry.Request, entry.RetryOf, entry.Batch, entry.Priority, notBefore,
                lane = Lane(entry),
                resource = entry.Resources[0],
                resources = entry.Resources.Json(),
                readiness = (int)(isTimed ? Readiness.Timed : Readiness.Waiting),
            });
        foreach (var after in entry.After.Distinct())
            session.Execute("INSERT INTO task_dependency (task_id, after_id) VALUES (@id, @after)", new { id, after });
        if (!isTimed)
            Consider(id);
        return id;
    }

    /// <summary>Lets those go on whose time has come.</summary>
    public void WakeDue() => Due().Rows.ForEach(Consider);

    /// <summary>Those whose time has come.</summary>
    internal Answer<long> Due() => session.Ask(
        "SELECT id FROM task WHERE status = 0 AND readiness = 1 AND not_before <= @now ORDER BY not_before LIMIT 1000", new { now = Columns.Now() }, row => row.GetInt64(0));

    /// <summary>Looks at all that wait; what slipped past everybody is found here.</summary>
    public void Sweep()
    {
        foreach (var id in Ids("""
            SELECT id FROM task WHERE status = 0 AND readiness = 0
                AND (EXISTS (SELECT 1 FROM task_dependency d JOIN task a ON a.id = d.after_id WHERE d.task_id = task.id AND a.status > 0)
                    OR (batch_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM batch JOIN task c ON c.batch_id = batch.id AND c.status = -1
                        WHERE batch.id = task.batch_id AND batch.canaries > 0 AND batch.stopped IS NULL)))
            ORDER BY id LIMIT 1000
            """, null))
            Consider(id);
        foreach (var resource in session.Query("""
            SELECT DISTINCT resource FROM task WHERE status = 0 AND readiness = 2
                AND NOT EXISTS (SELECT 1 FROM task h WHERE h.status = 0 AND h.readiness = 3 AND h.resource = task.resource) LIMIT 1000
            """, null, row => row.GetString(0)).ToList())
            Promote(resource);
    }

    /// <summary>The next in line for a thing becomes ready, unless one is.</summary>
    public void Promote(string resource)
    {
        if (session.Execute("""
            UPDATE task SET readiness = 3 WHERE id = (
                SELECT id FROM task WHERE status = 0 AND resource = @resource AND readiness = 2 ORDER BY priority DESC, id LIMIT 1)
            AND NOT EXISTS (SELECT 1 FROM task WHERE status = 0 AND resource = @resource AND readiness = 3)
            """, new { resource }) > 0)
            session.AnnounceTask();
    }

    /// <summary>The same of all that a task holds, which it is about to give back.</summary>
    internal void PromoteBehind(long taskId) => session.Ask("""
        UPDATE task SET readiness = 3 WHERE id IN (
            SELECT (SELECT t.id FROM task t WHERE t.status = 0 AND t.resource = lease.resource AND t.readiness = 2 ORDER BY t.priority DESC, t.id LIMIT 1)
            FROM lease WHERE lease.task_id = @taskId
                AND (SELECT min(h.id) FROM task h WHERE h.status = 0 AND h.resource = lease.resource AND h.readiness > 2) IS NULL)
        RETURNING id
        """, new { taskId }, row =>
        {
            session.AnnounceTask();
            return row.GetInt64(0);
        });

    /// <summary>Ends a queued task before it was begun, and those that wait for it; false where it is not queued any more.</summary>
    public bool Cancel(long id, string why)
    {
        var resource = session.Scalar<string>("SELECT resource FROM task WHERE id = @id", new { id });
        if (session.Execute("UPDATE task SET status = 3, message = @why, ended = @now WHERE id = @id AND status = 0", new { id, why, now = Columns.Now() }) == 0)
            return false;
        session.Tasks.Log(id, TaskLogLevel.Warning, null, why);
        if (resource is not null)
            Promote(resource);
        Settle(id);
        return true;
    }

    /// <summary>A task that ended: those that wait for it may go on, and its batch takes note.</summary>
    public void Settle(long id)
    {
        // Those that wait for their time too may be going on at this moment.
        var dependents = session.Ask("""
            SELECT t.id FROM task_dependency d JOIN task t ON t.id = d.task_id WHERE d.after_id = @id AND t.status = 0 AND t.readiness <= 1 ORDER BY t.id
            """, new { id }, row => row.GetInt64(0));
        var batch = session.Ask("SELECT batch_id FROM task WHERE id = @id AND batch_id IS NOT NULL", new { id }, row => row.GetInt64(0));
        dependents.Rows.ForEach(Consider);
        foreach (var number in batch.Rows)
            session.Batches.Settle(number, id);
    }

    /// <summary>Puts a task that was claimed back into the queue, as if it had never been begun; its log stays.</summary>
    /// <param name="notBefore">Null for at once.</param>
    public void HandBack(long id, DateTimeOffset? notBefore)
    {
        var time = notBefore.Milliseconds();
        session.Post("DELETE FROM journal WHERE task_id = @id", new { id });
        session.Post("""
            UPDATE task SET status = 0, started = NULL, worker = NULL, state = NULL, message = NULL, not_before = coalesce(@time, not_before), readiness = @readiness
            WHERE id = @id
            """, new { id, time, readiness = (int)(time is null ? Readiness.Waiting : Readiness.Timed) });
        if (time is null)
            Consider(id);
        session.Leases.Release(id);
    }

    /// <summary>Lets a waiting task stand in line where nothing else keeps it; ends it where what it waits for came to nothing.</summary>
    internal void Consider(long id)
    {
        var task = Get(id);
        if (session.HasCompany)
        {
            // What two find out about it at once, neither would know of the other: the second waits here. Then it sees what the first found.
            session.Batches.Lock(task.Batch);
            session.Post("SELECT id FROM task WHERE id = @id" + session.ForChange, new { id });
            task = Get(id);
        }
        if (task.Status != AegirTaskStatus.Queued || (task.Readiness == Readiness.Timed && task.NotBefore > Columns.Now()))
            return;
        var unmet = After(id);
        var failed = unmet.FirstOrDefault(after => after.State == DependencyState.Failed);
        if (failed.Id > 0)
        {
            Cancel(id, $"Cancelled: task {failed.Id} ({failed.What}), which it was to follow, came to nothing.");
            return;
        }
        if (unmet.Count > 0)
        {
            SetReadiness(task, Readiness.Waiting);
            return;
        }
        if (task.Batch is { } number && session.Batches.Holds(number, id) is { } hold)
        {
            if (hold.Stopped is { } why)
                Cancel(id, $"Cancelled: {why}");
            else
                SetReadiness(task, Readiness.Waiting);
            return;
        }
        // It stays what it is until all can see who stands behind it.
        var head = session.Query($"{Waiting} WHERE status = 0 AND resource = @resource AND readiness = 3{session.ForChange}", new { resource = task.Resource }, Map)
            .FirstOrDefault();
        var isFirst = head is null || head.Priority < task.Priority || (head.Priority == task.Priority && head.Id > id);
        if (head is not null && isFirst)
            SetReadiness(head, Readiness.InLine);
        SetReadiness(task, isFirst ? Readiness.Ready : Readiness.InLine);
    }

    /// <summary>The tasks that one is to follow and that did not end well yet.</summary>
    internal IReadOnlyList<(long Id, string What, DependencyState State)> After(long id) => session.Query("""
        SELECT a.id, a.type, a.target, a.status, a.started, EXISTS (SELECT 1 FROM lease WHERE lease.task_id = a.id)
        FROM task_dependency d JOIN task a ON a.id = d.after_id WHERE d.task_id = @id ORDER BY a.id
        """, new { id }, row =>
        {
            var status = (AegirTaskStatus)row.GetInt32(3);
            // What was cancelled was never started; what is held may yet be finished by a recovery.
            var state = status is AegirTaskStatus.Queued or AegirTaskStatus.Processing || row.Bool(5) ? DependencyState.Open
                : status is AegirTaskStatus.Success or AegirTaskStatus.Warning && !row.IsDBNull(4) ? DependencyState.Met
                : DependencyState.Failed;
            return (row.GetInt64(0), $"{row.GetString(1)} {row.GetString(2)}", state);
        }).Where(after => after.state != DependencyState.Met).ToList();

    /// <summary>The verifies and builds of a thing that are queued or under way.</summary>
    public IReadOnlyList<long> Preparing(string resource) => Ids("""
        SELECT id FROM task WHERE status = 0 AND resource = @resource AND type IN ('verify', 'build')
        UNION SELECT t.id FROM lease l JOIN task t ON t.id = l.task_id WHERE l.resource = @resource AND t.status = -1 AND t.type IN ('verify', 'build')
        """, new { resource });

    internal QueueFacts Facts(long id) => session.Query("""
        SELECT t.readiness, t.resources, coalesce(l.server, ''), coalesce(l.database_server, ''),
            coalesce((SELECT min(h.id) FROM task h WHERE h.status = 0 AND h.resource = t.resource AND h.readiness = 3), 0)
        FROM task t LEFT JOIN lane l ON l.id = t.lane_id WHERE t.id = @id
        """, new { id }, row => new QueueFacts((Readiness)row.GetInt32(0), row.List(1), row.GetString(2), row.GetString(3), row.GetInt64(4))).First();

    /// <summary>The figures, without the workers.</summary>
    public QueueHealth Health() => session.Query("""
        SELECT (SELECT count(*) FROM task WHERE status = 0), (SELECT count(*) FROM task WHERE status = 0 AND readiness = 3),
            (SELECT count(*) FROM task WHERE status = -1), (SELECT count(DISTINCT task_id) FROM lease JOIN task ON task.id = lease.task_id WHERE task.status > 0),
            (SELECT min(created) FROM task WHERE status = 0 AND readiness = 3)
        """, null, row => new QueueHealth
    {
        Queued = row.GetInt32(0),
        Ready = row.GetInt32(1),
        Processing = row.GetInt32(2),
        Abandoned = row.GetInt32(3),
        OldestReady = row.Time(4),
    }).First();

    internal List<long> Ids(string sql, object? parameters) => session.Query(sql, parameters, row => row.GetInt64(0)).ToList();

    private WaitingTask Get(long id) => session.Query(Waiting + " WHERE id = @id", new { id }, Map).First();

    private static WaitingTask Map(DbDataReader row) => new(
        row.GetInt64(0), (AegirTaskStatus)row.GetInt32(1), row.Long(2), row.GetString(3), row.GetInt32(4), (Readiness)row.GetInt32(5), row.Long(6));

    private void SetReadiness(WaitingTask task, Readiness readiness)
    {
        if (readiness == Readiness.Ready)
            session.AnnounceTask();
        if (task.Readiness != readiness)
            session.Post("UPDATE task SET readiness = @readiness WHERE id = @Id", new { task.Id, readiness = (int)readiness });
    }

    private long Lane(QueueEntry entry)
    {
        var key = new { entry.Priority, entry.Client, entry.Server, entry.DatabaseServer };
        const string Find = "SELECT id FROM lane WHERE priority = @Priority AND client = @Client AND server = @Server AND database_server = @DatabaseServer";
        if (session.Scalar<long?>(Find, key) is { } known)
            return known;
        session.Execute("""
            INSERT INTO lane (priority, client, server, database_server) VALUES (@Priority, @Client, @Server, @DatabaseServer)
            ON CONFLICT (priority, client, server, database_server) DO NOTHING
            """, key);
        return session.Scalar<long>(Find, key);
    }
}

/// <summary>How it stands with a task that another is to follow.</summary>
internal enum DependencyState { Open, Met, Failed }

/// <summary>What is to be known of a task to say whether it may go on.</summary>
/// <param name="NotBefore">In milliseconds since 1970.</param>
internal sealed record WaitingTask(long Id, AegirTaskStatus Status, long? Batch, string Resource, int Priority, Readiness Readiness, long? NotBefore);
