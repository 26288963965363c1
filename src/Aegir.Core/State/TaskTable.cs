using System.Data.Common;

namespace Aegir.State;

public sealed class TaskTable(StateSession session)
{
    private const string Select = """
        SELECT id, type, target_type, target, status, message, worker, created, started, ended, priority, not_before, batch_id, retry_of,
            request_type IS NOT NULL, stop_requested IS NOT NULL
        FROM task
        """;

    public IEnumerable<AegirTask> Find(TaskFilter filter)
    {
        var conditions = new Conditions().Names("target", filter.Targets)
            .Add("lower(type) = lower(@type)", "type", filter.Type)
            .Add(filter.Status)
            .Add("batch_id = @batch", "batch", filter.Batch)
            .Add("id IN @ids", "ids", filter.Ids?.ToArray());
        var limit = filter.First > 0 ? " LIMIT " + filter.First : "";
        return session.Query(Select + conditions.Where + " ORDER BY id DESC" + limit, conditions.Parameters, Map);
    }

    internal Answer<AegirTask> Ask(long id) => session.Ask(Select + " WHERE id = @id", new { id }, Map);

    /// <summary>Opens a task that starts now.</summary>
    public long Start(string type, string targetType, string target, string worker, string? state, string? requestType = null, string? request = null)
    {
        var now = Columns.Now();
        return session.Insert("""
            INSERT INTO task (type, target_type, target, status, worker, state, created, started, request_type, request)
            VALUES (@type, @targetType, @target, -1, @worker, @state, @now, @now, @requestType, @request)
            """,
            new { type, targetType, target, worker, state, now, requestType, request });
    }

    /// <summary>A claimed task becomes the run of an operation.</summary>
    public void Adopt(long id, string type, string targetType, string target, string? state) => session.Post(
        "UPDATE task SET type = @type, target_type = @targetType, target = @target, state = @state WHERE id = @id",
        new { id, type, targetType, target, state });

    /// <summary>What was ordered; null where there is no such task, or one that nothing ordered.</summary>
    public (string Type, string Text)? Request(long id) => session.Query("SELECT request_type, request FROM task WHERE id = @id AND request IS NOT NULL",
        new { id }, row => ((string, string)?)(row.GetString(0), row.GetString(1))).FirstOrDefault();

    /// <summary>Asks whoever runs the task to stop; false where it is not running.</summary>
    public bool RequestStop(long id) =>
        session.Execute("UPDATE task SET stop_requested = @now WHERE id = @id AND status = -1", new { id, now = Columns.Now() }) == 1;

    /// <summary>The running tasks that are to be stopped.</summary>
    public IReadOnlyList<long> StopRequests() =>
        session.Query("SELECT id FROM task WHERE status = -1 AND stop_requested IS NOT NULL", null, row => row.GetInt64(0)).ToList();

    public string? State(long id) => session.Scalar<string>("SELECT state FROM task WHERE id = @id", new { id });

    public void SetState(long id, string state) => session.Post("UPDATE task SET state = @state WHERE id = @id", new { id, state });

    /// <summary>It runs again, in a recovery.</summary>
    public void Resume(long id) => session.Post("UPDATE task SET status = -1, ended = NULL WHERE id = @id", new { id });

    public void Finish(long id, AegirTaskStatus status, string? message) => session.Post(
        "UPDATE task SET status = @status, message = @message, ended = @now WHERE id = @id",
        new { id, status = (int)status, message, now = Columns.Now() });

    /// <summary>Forgets the ended tasks of a type and target that came before one.</summary>
    public void DeleteOlder(long id, string type, string target) => session.Execute("""
        DELETE FROM task WHERE id < @id AND type = @type AND lower(target) = lower(@target) AND status > 0
            AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.task_id = task.id)
        """, new { id, type, target });

    public void Log(long taskId, TaskLogLevel level, string? step, string message) => session.Post("""
        INSERT INTO task_log (task_id, sequence, time, level, step, message)
        SELECT @taskId, coalesce(max(sequence), 0) + 1, @now, @level, @step, @message FROM task_log WHERE task_id = @taskId
        """,
        new { taskId, now = Columns.Now(), level = (int)level, step, message });

    /// <param name="after">Only lines of a higher sequence.</param>
    public IEnumerable<TaskLogEntry> LogOf(long taskId, int after = 0) => session.Query(
        "SELECT task_id, sequence, time, level, step, message FROM task_log WHERE task_id = @taskId AND sequence > @after ORDER BY sequence",
        new { taskId, after },
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
        Priority = row.GetInt32(10),
        NotBefore = row.Time(11),
        Batch = row.Long(12),
        RetryOf = row.Long(13),
        CanRestart = row.Bool(14),
        IsStopping = row.Bool(15),
    };
}
