namespace Aegir.State;

/// <param name="Canaries">How many are still to prove themselves before the others may follow.</param>
/// <param name="Stopped">Why no further task of it is begun.</param>
public sealed record TaskBatch(long Id, int Canaries, int? MaxFailure, string? Stopped);

/// <summary>Queued tasks that share canaries and a budget of failures.</summary>
public sealed class BatchTable(StateSession session)
{
    public long Add(int canaries, int? maxFailure) => session.Insert(
        "INSERT INTO batch (canaries, max_failure, created) VALUES (@canaries, @maxFailure, @now)", new { canaries, maxFailure, now = Columns.Now() });

    public TaskBatch? Get(long id) => session.Query("SELECT id, canaries, max_failure, stopped FROM batch WHERE id = @id", new { id },
        row => new TaskBatch(row.GetInt64(0), row.GetInt32(1), (int?)row.Long(2), row.Text(3))).FirstOrDefault();

    /// <summary>Nobody else counts for it, or goes by what it says, before the transaction ends.</summary>
    internal void Lock(long? id)
    {
        if (id is not null && session.HasCompany)
            session.Post("SELECT id FROM batch WHERE id = @id" + session.ForChange, new { id });
    }

    /// <summary>The batch, where it keeps one of its tasks from being begun: it was stopped, or another is its canary now.</summary>
    internal TaskBatch? Holds(long id, long taskId)
    {
        var batch = Get(id)!;
        if (batch.Stopped is not null)
            return batch;
        var isOther = batch.Canaries > 0 && session.Scalar<long?>("""
            SELECT id FROM task WHERE batch_id = @id AND id <> @taskId AND (status = -1 OR (status = 0 AND readiness >= 2)) LIMIT 1
            """, new { id, taskId }) is not null;
        return isOther ? batch : null;
    }

    /// <summary>Takes note of a task of it that ended. One that needed nothing, or could not be begun, has proved nothing: the next is the canary.</summary>
    internal void Settle(long id, long taskId)
    {
        // Two that end at once count one after the other.
        Lock(id);
        var batch = Get(id)!;
        if (batch.Stopped is not null)
            return;
        var (status, target) = session.Query("SELECT status, target FROM task WHERE id = @taskId", new { taskId },
            row => ((AegirTaskStatus)row.GetInt32(0), row.GetString(1))).First();
        var hasBegun = session.Scalar<long?>("SELECT task_id FROM journal WHERE task_id = @taskId LIMIT 1", new { taskId }) is not null;
        var hasFailed = hasBegun && status is AegirTaskStatus.Error or AegirTaskStatus.Interrupted;
        if (hasFailed && batch.Canaries > 0)
            Stop(id, $"The canary '{target}' failed.");
        else if (hasFailed && batch.MaxFailure is { } most && Failures(id) > most)
            Stop(id, $"More than {most} of batch {id} failed.");
        else if (batch.Canaries > 0)
            Next(id, batch.Canaries - (hasBegun && status is AegirTaskStatus.Success or AegirTaskStatus.Warning ? 1 : 0));
    }

    private void Next(long id, int canaries)
    {
        session.Post("UPDATE batch SET canaries = @canaries WHERE id = @id", new { id, canaries });
        foreach (var waiting in session.Queue.Ids("SELECT id FROM task WHERE batch_id = @id AND status = 0 AND readiness = 0 ORDER BY id", new { id }))
        {
            session.Queue.Consider(waiting);
            if (canaries > 0 && Holds(id, 0) is not null)
                return;
        }
    }

    private void Stop(long id, string why)
    {
        session.Post("UPDATE batch SET stopped = @why WHERE id = @id", new { id, why });
        foreach (var queued in session.Queue.Ids("SELECT id FROM task WHERE batch_id = @id AND status = 0 ORDER BY id", new { id }))
            session.Queue.Cancel(queued, $"Cancelled: {why}");
    }

    private int Failures(long id) => session.Scalar<int>("""
        SELECT count(*) FROM task WHERE batch_id = @id AND status IN (2, 4) AND EXISTS (SELECT 1 FROM journal WHERE journal.task_id = task.id)
        """, new { id });
}
