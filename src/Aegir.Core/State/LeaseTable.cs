using System.Data.Common;

namespace Aegir.State;

/// <param name="Resource">What is held, such as site:12.</param>
/// <param name="Holder">Machine, process id and start time with slashes between, as Tasks.Worker writes them.</param>
public sealed record Lease(string Resource, long TaskId, string Holder, DateTimeOffset Acquired, DateTimeOffset Heartbeat)
{
    /// <summary>Who has it since when, for a person.</summary>
    public string Who => $"task {TaskId}, run by process {Holder.Split('/')[1]} on {Holder.Split('/')[0]} since {Acquired.ToLocalTime():HH:mm:ss}";
}

/// <summary>Who works on what. One holder per site and platform.</summary>
public sealed class LeaseTable(StateSession session)
{
    private const string Select = "SELECT resource, task_id, holder, acquired, heartbeat FROM lease";

    public IReadOnlyList<Lease> All() => session.Query(Select + " ORDER BY resource", null, Map).ToList();

    /// <summary>Those on any of some things.</summary>
    public IReadOnlyList<Lease> On(string[] resources) => session.Query(Select + " WHERE resource IN @resources ORDER BY resource", new { resources }, Map).ToList();

    public Lease? Get(string resource) => session.Query(Select + " WHERE resource = @resource", new { resource }, Map).FirstOrDefault();

    public void Add(string resource, long taskId, string holder) => session.Post("""
        INSERT INTO lease (resource, task_id, holder, acquired, heartbeat) VALUES (@resource, @taskId, @holder, @now, @now)
        """,
        new { resource, taskId, holder, now = Columns.Now() });

    /// <summary>The same where nobody has it yet.</summary>
    public void TryAdd(string resource, long taskId, string holder) => session.Post("""
        INSERT INTO lease (resource, task_id, holder, acquired, heartbeat) VALUES (@resource, @taskId, @holder, @now, @now)
        ON CONFLICT (resource) DO NOTHING
        """,
        new { resource, taskId, holder, now = Columns.Now() });

    /// <summary>Says that a holder still works on some of its tasks.</summary>
    /// <returns>Those of them that it still holds.</returns>
    public IReadOnlyList<long> Beat(string holder, long[] taskIds)
    {
        session.Execute("UPDATE lease SET heartbeat = @now WHERE holder = @holder AND task_id IN @taskIds", new { holder, taskIds, now = Columns.Now() });
        return session.Query("SELECT DISTINCT task_id FROM lease WHERE holder = @holder AND task_id IN @taskIds", new { holder, taskIds },
            row => row.GetInt64(0)).ToList();
    }

    /// <summary>Sees to it that a holder has a task, and that nobody takes it over before the transaction ends.</summary>
    public void Require(long taskId, string holder, Func<Exception> otherwise) => session.Demand(
        $"SELECT task_id FROM lease WHERE task_id = @taskId AND holder = @holder ORDER BY resource{session.ForChange}", new { taskId, holder }, otherwise);

    public bool IsHeld(long taskId, string holder) => session.Scalar<long?>(
        "SELECT task_id FROM lease WHERE task_id = @taskId AND holder = @holder LIMIT 1", new { taskId, holder }) is not null;

    /// <summary>Takes a dead holder's leases on a task; false where it has given a sign since, or somebody else was quicker.</summary>
    public bool TakeOver(long taskId, string from, string to, DateTimeOffset heartbeat) => session.Execute(
        "UPDATE lease SET holder = @to, heartbeat = @now WHERE task_id = @taskId AND holder = @from AND heartbeat <= @heartbeat",
        new { taskId, from, to, heartbeat = heartbeat.ToUnixTimeMilliseconds(), now = Columns.Now() }) > 0;

    /// <summary>Gives back what a task holds; who stands in line for it may go on.</summary>
    public void Release(long taskId)
    {
        session.Queue.PromoteBehind(taskId);
        session.Post("DELETE FROM lease WHERE task_id = @taskId", new { taskId });
    }

    private static Lease Map(DbDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.Time(3)!.Value, row.Time(4)!.Value);
}
