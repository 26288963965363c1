namespace Aegir.State;

/// <summary>What members of clusters missed while they were down, until a verify has caught them up.</summary>
public sealed class MemberLagTable(StateSession session)
{
    public void Note(long serverId, string targetType, string target, string reason) => session.Execute("""
        INSERT INTO member_lag (server_id, target_type, target, reason, since) VALUES (@serverId, @targetType, @target, @reason, @now)
        ON CONFLICT (server_id, target_type, target) DO UPDATE SET reason = excluded.reason
        """,
        new { serverId, targetType, target, reason, now = Columns.Now() });

    public void CaughtUp(long serverId, string targetType, string target) => session.Execute(
        "DELETE FROM member_lag WHERE server_id = @serverId AND target_type = @targetType AND target = @target",
        new { serverId, targetType, target });

    public IReadOnlyList<MemberLag> Of(long serverId) => session.Query(
        "SELECT target_type, target, reason, since FROM member_lag WHERE server_id = @serverId ORDER BY since", new { serverId },
        row => new MemberLag(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3)!.Value)).ToList();
}
