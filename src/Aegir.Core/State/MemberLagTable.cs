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
        """
        SELECT s.name, l.target_type, l.target, l.reason, l.since FROM member_lag l JOIN server s ON s.id = l.server_id
        WHERE l.server_id = @serverId ORDER BY l.since, l.target_type, l.target
        """,
        new { serverId },
        row => new MemberLag(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4)!.Value)).ToList();

    /// <summary>What a server missed; of a cluster, what its members did.</summary>
    public IReadOnlyList<MemberLag> Of(Server server) => server.IsCluster
        ? server.Members.Select(session.Servers.Get).OfType<Server>().SelectMany(member => Of(member.Id)).ToList()
        : Of(server.Id);
}
