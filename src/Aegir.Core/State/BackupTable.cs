using System.Data.Common;

namespace Aegir.State;

public sealed class BackupTable(StateSession session)
{
    public void Add(long siteId, long taskId, string path, long size, string description) => session.Insert("""
        INSERT INTO backup (site_id, task_id, path, size, description, created) VALUES (@siteId, @taskId, @path, @size, @description, @now)
        """,
        new { siteId, taskId, path, size, description, now = Columns.Now() });

    public IReadOnlyList<Backup> OfSite(long siteId) => session.Query("""
        SELECT b.id, s.name, b.path, b.size, b.description, b.created FROM backup b JOIN site s ON s.id = b.site_id
        WHERE b.site_id = @siteId ORDER BY b.created
        """, new { siteId }, Map).ToList();

    private static Backup Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Site = row.GetString(1),
        Path = row.GetString(2),
        Size = row.GetInt64(3),
        Description = row.GetString(4),
        Created = row.Time(5)!.Value,
    };
}
