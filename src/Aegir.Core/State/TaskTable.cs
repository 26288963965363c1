using System.Data.Common;

namespace Aegir.State;

public sealed class TaskTable(StateSession session)
{
    private const string Select = "SELECT id, type, target_type, target, status, message, worker, created, started, ended FROM task";

    public IEnumerable<AegirTask> Find(TaskFilter filter)
    {
        var conditions = new Conditions().Names("target", filter.Targets)
            .Add("lower(type) = lower(@type)", "type", filter.Type)
            .Add("status = @status", "status", (int?)filter.Status)
            .Add("id IN @ids", "ids", filter.Ids?.ToArray());
        var limit = filter.First > 0 ? " LIMIT " + filter.First : "";
        return session.Query(Select + conditions.Where + " ORDER BY id DESC" + limit, conditions.Parameters, Map);
    }

    /// <summary>Opens a task that starts now.</summary>
    public long Start(string type, string targetType, string target, string worker, string? state)
    {
        var now = Columns.Now();
        return session.Insert("""
            INSERT INTO task (type, target_type, target, status, worker, state, created, started)
            VALUES (@type, @targetType, @target, -1, @worker, @state, @now, @now)
            """,
            new { type, targetType, target, worker, state, now });
    }

    public string? State(long id) => session.Scalar<string>("SELECT state FROM task WHERE id = @id", new { id });

    public void SetState(long id, string state) => session.Execute("UPDATE task SET state = @state WHERE id = @id", new { id, state });

    /// <summary>It runs again, in a recovery.</summary>
    public void Resume(long id) => session.Execute("UPDATE task SET status = -1, ended = NULL WHERE id = @id", new { id });

    public void Finish(long id, AegirTaskStatus status, string? message) => session.Execute(
        "UPDATE task SET status = @status, message = @message, ended = @now WHERE id = @id",
        new { id, status = (int)status, message, now = Columns.Now() });

    /// <summary>Forgets the ended tasks of a type and target that came before one.</summary>
    public void DeleteOlder(long id, string type, string target) => session.Execute("""
        DELETE FROM task WHERE id < @id AND type = @type AND target = @target AND status > 0
            AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.task_id = task.id)
        """, new { id, type, target });

    public void Log(long taskId, TaskLogLevel level, string? step, string message) => session.Execute("""
        INSERT INTO task_log (task_id, sequence, time, level, step, message)
        SELECT @taskId, coalesce(max(sequence), 0) + 1, @now, @level, @step, @message FROM task_log WHERE task_id = @taskId
        """,
        new { taskId, now = Columns.Now(), level = (int)level, step, message });

    public IEnumerable<TaskLogEntry> LogOf(long taskId) => session.Query(
        "SELECT task_id, sequence, time, level, step, message FROM task_log WHERE task_id = @taskId ORDER BY sequence", new { taskId },
        row => new TaskLogEntry
        {
            TaskId = row.GetInt64(0),
            Sequence = row.GetInt32(1),
            Time = row.Time(2)!.Value,
            Level = (TaskLogLevel)row.GetInt32(3),
            Step = row.Text(4),
            Message = row.GetString(5),
        });

    private static AegirTask Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Type = row.GetString(1),
        TargetType = row.GetString(2),
        Target = row.GetString(3),
        Status = (AegirTaskStatus)row.GetInt32(4),
        Message = row.Text(5),
        Worker = row.Text(6),
        Created = row.Time(7)!.Value,
        Started = row.Time(8),
        Ended = row.Time(9),
    };
}
