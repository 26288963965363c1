namespace Aegir.State;

/// <summary>How far a step of an operation came.</summary>
public enum StepPhase { Begun = 0, Done = 1, Undone = 2 }

public sealed record JournalEntry(int Position, string Step, StepPhase Phase);

/// <summary>What was begun, done and undone; written before the thing itself happens.</summary>
public sealed class JournalTable(StateSession session)
{
    public IReadOnlyList<JournalEntry> Of(long taskId) => session.Query(
        "SELECT position, step, phase FROM journal WHERE task_id = @taskId ORDER BY position", new { taskId },
        row => new JournalEntry(row.GetInt32(0), row.GetString(1), (StepPhase)row.GetInt32(2))).ToList();

    public void Record(long taskId, int position, string step, StepPhase phase) => session.Post("""
        INSERT INTO journal (task_id, position, step, phase, time) VALUES (@taskId, @position, @step, @phase, @now)
        ON CONFLICT (task_id, position) DO UPDATE SET phase = excluded.phase, time = excluded.time
        """,
        new { taskId, position, step, phase = (int)phase, now = Columns.Now() });
}
