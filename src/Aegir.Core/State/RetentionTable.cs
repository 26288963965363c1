namespace Aegir.State;

/// <summary>What has become old enough to be forgotten.</summary>
public sealed class RetentionTable(StateSession session)
{
    /// <summary>Forgets ended tasks and lines of logs, a few thousand at a time so that nobody waits for it long.</summary>
    public void Forget(Retention retention, DateTimeOffset now)
    {
        if (retention.Logs > TimeSpan.Zero)
            // Not with EXISTS: some versions of SQLite make a list of all lines of it.
            session.Execute("""
                DELETE FROM task_log WHERE level < 3 AND task_id IN (
                    SELECT id FROM task WHERE ended < @before AND (SELECT min(sequence) FROM task_log l WHERE l.task_id = task.id AND l.level < 3) IS NOT NULL
                    ORDER BY ended LIMIT 2000)
                """, new { before = (now - retention.Logs).ToUnixTimeMilliseconds() });
        if (retention.Tasks > TimeSpan.Zero)
            session.Execute("""
                DELETE FROM task WHERE id IN (
                    SELECT id FROM task WHERE ended < @before AND status > 0
                        AND NOT EXISTS (SELECT 1 FROM lease WHERE lease.task_id = task.id)
                        AND NOT EXISTS (SELECT 1 FROM kept_side WHERE kept_side.task_id = task.id)
                        AND NOT EXISTS (SELECT 1 FROM backup WHERE backup.task_id = task.id)
                        AND NOT EXISTS (SELECT 1 FROM task_dependency d JOIN task t ON t.id = d.task_id WHERE d.after_id = task.id AND t.status = 0)
                        AND NOT EXISTS (SELECT 1 FROM task t WHERE t.batch_id = task.batch_id AND t.status <= 0)
                    ORDER BY ended LIMIT 2000)
                """, new { before = (now - retention.Tasks).ToUnixTimeMilliseconds() });
    }

    /// <summary>The backups from before a time that tasks took by themselves, but for the newest of each site that is still there.</summary>
    public IReadOnlyList<long> Backups(DateTimeOffset before, int keep) => session.Query("""
        SELECT b.id FROM backup b JOIN site s ON s.id = b.site_id JOIN task t ON t.id = b.task_id
        WHERE b.created < @before AND s.status > -2 AND t.type <> 'backup'
            AND (SELECT count(*) FROM backup n WHERE n.site_id = b.site_id AND (n.created > b.created OR (n.created = b.created AND n.id > b.id))) >= @keep
        ORDER BY b.id
        """, new { before = before.ToUnixTimeMilliseconds(), keep }, row => row.GetInt64(0)).ToList();
}
