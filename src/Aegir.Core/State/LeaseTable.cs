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

    public Lease? Get(string resource) => session.Query(Select + " WHERE resource = @resource", new { resource }, Map).FirstOrDefault();

    public void Add(string resource, long taskId, string holder) => session.Execute("""
        INSERT INTO lease (resource, task_id, holder, acquired, heartbeat) VALUES (@resource, @taskId, @holder, @now, @now)
        """,
        new { resource, taskId, holder, now = Columns.Now() });

    public void Beat(string holder) =>
        session.Execute("UPDATE lease SET heartbeat = @now WHERE holder = @holder", new { holder, now = Columns.Now() });

    /// <summary>Takes a dead holder's leases on a task.</summary>
    public void TakeOver(long taskId, string from, string to) => session.Execute(
        "UPDATE lease SET holder = @to, heartbeat = @now WHERE task_id = @taskId AND holder = @from",
        new { taskId, from, to, now = Columns.Now() });

    public void Release(long taskId) => session.Execute("DELETE FROM lease WHERE task_id = @taskId", new { taskId });

    private static Lease Map(DbDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.Time(3)!.Value, row.Time(4)!.Value);
}
