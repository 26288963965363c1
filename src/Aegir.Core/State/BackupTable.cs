using System.Data.Common;

namespace Aegir.State;

public sealed class BackupTable(StateSession session)
{
    public void Add(long siteId, long taskId, string path, long size, string description, long? platformId, string directory) => session.Insert("""
        INSERT INTO backup (site_id, task_id, path, size, description, created, platform_id, directory)
        VALUES (@siteId, @taskId, @path, @size, @description, @now, @platformId, @directory)
        """,
        new { siteId, taskId, path, size, description, platformId, directory, now = Columns.Now() });

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Backup> OfSite(long siteId) => Find("b.site_id = @id", siteId);

    public Backup? Get(long id) => Find("b.id = @id", id).FirstOrDefault();

    public void Delete(long id) => session.Execute("DELETE FROM backup WHERE id = @id", new { id });

    private List<Backup> Find(string condition, long id) => session.Query($"""
        SELECT b.id, s.name, b.path, b.size, b.description, b.created, p.name, b.directory
        FROM backup b JOIN site s ON s.id = b.site_id LEFT JOIN platform p ON p.id = b.platform_id AND p.status > -2
        WHERE {condition} ORDER BY b.created
        """, new { id }, Map).ToList();

    private static Backup Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Site = row.GetString(1),
        Path = row.GetString(2),
        Size = row.GetInt64(3),
        Description = row.GetString(4),
        Created = row.Time(5)!.Value,
        Platform = row.Text(6),
        Directory = row.Text(7),
    };
}
