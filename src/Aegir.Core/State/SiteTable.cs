using System.Data.Common;

namespace Aegir.State;

public sealed class SiteTable(StateSession session)
{
    private const string Select = """
        SELECT s.id, s.name, s.directory, p.name, h.name, d.name,
            CASE WHEN d.target_platform_id <> s.platform_id THEN t.name END,
            s.status, s.profile, p.core_version, s.database_type, s.database_name, s.verified
        FROM site s JOIN platform p ON p.id = s.platform_id JOIN server h ON h.id = p.server_id
            LEFT JOIN distribution d ON d.id = p.distribution_id LEFT JOIN platform t ON t.id = d.target_platform_id
        """;

    public IEnumerable<Site> Find(SiteFilter filter)
    {
        var conditions = new Conditions().Names("s.name", filter.Names)
            .Add("lower(d.name) = lower(@distribution)", "distribution", filter.Distribution)
            .Add("lower(p.name) = lower(@platform)", "platform", filter.Platform)
            .Add("lower(h.name) = lower(@server)", "server", filter.Server);
        conditions = filter.Status is { } status
            ? conditions.Add("s.status = @status", "status", (int)status)
            : conditions.Add("s.status > -2");
        if (filter.Outdated)
            conditions.Add("d.target_platform_id <> s.platform_id");
        return session.Query(Select + conditions.Where + " ORDER BY s.name", conditions.Parameters, Map);
    }

    public Site? Get(string name) => Find(new SiteFilter { Names = [new NamePattern(name)] }).FirstOrDefault();

    public Site? Get(long id) => session.Query(Select + " WHERE s.id = @id", new { id }, Map).FirstOrDefault();

    public long Add(Site site, long platformId) => session.Insert("""
        INSERT INTO site (name, directory, platform_id, status, profile, database_type, database_name, verified)
        VALUES (@Name, @Directory, @platformId, @status, @Profile, @database, @DatabaseName, @verified)
        """,
        Row(site, platformId));

    /// <summary>Writes all of a site but its name.</summary>
    public void Update(Site site, long platformId) => session.Execute("""
        UPDATE site SET directory = @Directory, platform_id = @platformId, status = @status, profile = @Profile,
            database_type = @database, database_name = @DatabaseName, verified = @verified
        WHERE id = @Id
        """,
        Row(site, platformId));

    public void SetStatus(long id, SiteStatus status) =>
        session.Execute("UPDATE site SET status = @status WHERE id = @id", new { id, status = (int)status });

    private static object Row(Site site, long platformId) => new
    {
        site.Id,
        site.Name,
        site.Directory,
        platformId,
        status = (int)site.Status,
        site.Profile,
        database = (int)site.DatabaseType,
        site.DatabaseName,
        verified = site.Verified.Milliseconds(),
    };

    private static Site Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Name = row.GetString(1),
        Directory = row.GetString(2),
        Platform = row.GetString(3),
        Server = row.GetString(4),
        Distribution = row.Text(5),
        UpgradeTarget = row.Text(6),
        Status = (SiteStatus)row.GetInt32(7),
        Profile = row.Text(8),
        CoreVersion = row.Text(9),
        DatabaseType = (DatabaseType)row.GetInt32(10),
        DatabaseName = row.Text(11),
        Verified = row.Time(12),
    };
}
