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
    public IReadOnlyList<Backup> OfSite(long siteId) => Find(new Conditions().Add("b.site_id = @id", "id", siteId));

    /// <summary>By site, oldest first; those of removed sites too.</summary>
    public IReadOnlyList<Backup> Find(IReadOnlyCollection<NamePattern> sites) => Find(new Conditions().Names("s.name", sites));

    public IReadOnlyList<Backup> Newest(int count) => Find(new Conditions().Add("b.id IN (SELECT id FROM backup ORDER BY id DESC LIMIT @count)", "count", count), "b.id DESC");

    public Backup? Get(long id) => Find(new Conditions().Add("b.id = @id", "id", id)).FirstOrDefault();

    /// <summary>The id of the site that a backup is of; 0 where there is no such backup.</summary>
    public long SiteOf(long id) => session.Scalar<long>("SELECT site_id FROM backup WHERE id = @id", new { id });

    public void Delete(long id) => session.Execute("DELETE FROM backup WHERE id = @id", new { id });

    private List<Backup> Find(Conditions conditions, string order = "s.name, b.created, b.id") => session.Query($"""
        SELECT b.id, s.name, b.path, b.size, b.description, b.created, p.name, b.directory, s.status
        FROM backup b JOIN site s ON s.id = b.site_id LEFT JOIN platform p ON p.id = b.platform_id AND p.status > -2
        {conditions.Where} ORDER BY {order}
        """, conditions.Parameters, Map).ToList();

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
        IsOfRemovedSite = row.GetInt32(8) == (int)SiteStatus.Deleted,
    };
}
