using System.Data.Common;

namespace Aegir.State;

public sealed class SiteTable(StateSession session)
{
    private const string Select = """
        SELECT s.id, s.name, s.directory, p.name, h.name, d.name,
            CASE WHEN d.target_platform_id <> s.platform_id THEN t.name END,
            s.status, s.profile, p.core_version, s.database_type, s.database_name, s.verified,
            b.name, s.aliases, s.redirection, s.https, s.certificate, s.client, s.language, s.cron_interval, s.last_cron, s.last_cron_error, s.last_cron_try
        FROM site s JOIN platform p ON p.id = s.platform_id JOIN server h ON h.id = p.server_id
            LEFT JOIN distribution d ON d.id = p.distribution_id LEFT JOIN platform t ON t.id = d.target_platform_id
            LEFT JOIN server b ON b.id = s.database_server_id
        """;

    public IEnumerable<Site> Find(SiteFilter filter)
    {
        var conditions = new Conditions().Names("s.name", filter.Names)
            .Add(DistributionTable.OfPlatform, "distribution", filter.Distribution)
            .Add("lower(p.name) = lower(@platform) AND p.status > -2", "platform", filter.Platform)
            .Add("lower(h.name) = lower(@server) AND h.status > -2", "server", filter.Server)
            .Add("s.client IS NOT NULL AND lower(s.client) = lower(@client)", "client", filter.Client);
        conditions = filter.Status is { } status
            ? conditions.Add("s.status = @status", "status", (int)status)
            : conditions.Add("s.status > -2");
        if (filter.Outdated)
            conditions.Add("d.target_platform_id <> p.id").Add("p.distribution_id IN (SELECT id FROM distribution WHERE target_platform_id IS NOT NULL)");
        // Domains are in lower case.
        return session.Query(Select + conditions.Where + " ORDER BY lower(s.name)", conditions.Parameters, Map);
    }

    /// <summary>Whom sites belong to: the first hundred that match.</summary>
    public IEnumerable<string> Clients(NamePattern pattern)
    {
        var conditions = new Conditions().Add("status > -2").Add("client IS NOT NULL").Names("client", [pattern]);
        return session.Query("SELECT client FROM site" + conditions.Where + " GROUP BY lower(client), client ORDER BY lower(client), client LIMIT 100", conditions.Parameters, row => row.GetString(0));
    }

    public Site? Get(string name) => Find(new SiteFilter { Names = [NamePattern.Exact(name)] }).FirstOrDefault();

    /// <summary>The sites, not deleted, whose database is called by a name, on whichever server.</summary>
    public IReadOnlyList<Site> OnDatabase(DatabaseType type, string? database) => session.Query(
        Select + " WHERE s.status > -2 AND s.database_type = @type AND s.database_name = @database", new { type = (int)type, database }, Map).ToList();

    public Site? Get(long id) => session.Query(Select + " WHERE s.id = @id", new { id }, Map).FirstOrDefault();

    /// <summary>The site, not deleted, that has one of the names as its own or as an alias; null where there is none (aegir-spec 1.4).</summary>
    public Site? WithName(IReadOnlyCollection<string> names, long exceptId = 0) => session.Query(Select + """
         WHERE s.status > -2 AND s.id <> @exceptId AND (s.name IN @names OR s.id IN (SELECT site_id FROM site_alias WHERE name IN @names))
        """, new { names = names.ToArray(), exceptId }, Map).FirstOrDefault();

    public long Add(Site site, long platformId)
    {
        var id = session.Insert("""
            INSERT INTO site (name, directory, platform_id, status, profile, database_type, database_name, verified, database_server_id, aliases,
                redirection, https, certificate, client, language, cron_interval, last_cron, last_cron_error)
            VALUES (@Name, @Directory, @platformId, @status, @Profile, @database, @DatabaseName, @verified,
                (SELECT id FROM server WHERE name = @DatabaseServer AND status > -2), @aliases,
                @Redirection, @https, @Certificate, @Client, @Language, @cronInterval, @lastCron, @LastCronError)
            """,
            Row(site, platformId));
        SetAliases(id, site);
        Count(null, (platformId, site.Status));
        return id;
    }

    /// <summary>Writes all of a site, its name as well.</summary>
    public void Update(Site site, long platformId)
    {
        Count(Place(site.Id), (platformId, site.Status));
        session.Execute("""
            UPDATE site SET name = @Name, directory = @Directory, platform_id = @platformId, status = @status, profile = @Profile,
                database_type = @database, database_name = @DatabaseName, verified = @verified,
                database_server_id = (SELECT id FROM server WHERE name = @DatabaseServer AND status > -2), aliases = @aliases,
                redirection = @Redirection, https = @https, certificate = @Certificate, client = @Client, language = @Language,
                cron_interval = @cronInterval, last_cron = @lastCron, last_cron_error = @LastCronError
            WHERE id = @Id
            """,
            Row(site, platformId));
        SetAliases(site.Id, site);
    }

    public void SetStatus(long id, SiteStatus status)
    {
        if (Place(id) is { } place)
            Count(place, (place.Platform, status));
        session.Execute("UPDATE site SET status = @status WHERE id = @id", new { id, status = (int)status });
    }

    /// <summary>Notes a cron run; with an error, that it failed.</summary>
    public void SetCron(long id, DateTimeOffset time, string? error) => session.Execute("""
        UPDATE site SET last_cron_try = @time, last_cron_error = @error, last_cron = CASE WHEN @error IS NULL THEN @time ELSE last_cron END WHERE id = @id
        """, new { id, time = time.ToUnixTimeMilliseconds(), error });

    private (long Platform, SiteStatus Status)? Place(long id) => session.Query("SELECT platform_id, status FROM site WHERE id = @id", new { id },
        row => ((long, SiteStatus)?)(row.GetInt64(0), (SiteStatus)row.GetInt32(1))).FirstOrDefault();

    private void Count((long Platform, SiteStatus Status)? before, (long Platform, SiteStatus Status) after)
    {
        long? left = before is { Status: not SiteStatus.Deleted } was ? was.Platform : null;
        long? joined = after.Status == SiteStatus.Deleted ? null : after.Platform;
        if (left == joined)
            return;
        if (left is { } from)
            session.Platforms.CountSites(from, -1);
        if (joined is { } to)
            session.Platforms.CountSites(to, 1);
    }

    private void SetAliases(long id, Site site)
    {
        session.Execute("DELETE FROM site_alias WHERE site_id = @id", new { id });
        if (site.Status != SiteStatus.Deleted)
            foreach (var name in site.Aliases)
                session.Execute("INSERT INTO site_alias (name, site_id) VALUES (@name, @id)", new { name, id });
    }

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
        site.DatabaseServer,
        aliases = site.Aliases.Json(),
        site.Redirection,
        https = (int)site.Https,
        site.Certificate,
        site.Client,
        site.Language,
        cronInterval = (long)site.CronInterval.TotalSeconds,
        lastCron = site.LastCron.Milliseconds(),
        site.LastCronError,
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
        DatabaseServer = row.Text(13),
        Aliases = row.List(14),
        Redirection = row.Text(15),
        Https = (HttpsMode)row.GetInt32(16),
        Certificate = row.Text(17),
        Client = row.Text(18),
        Language = row.GetString(19),
        CronInterval = TimeSpan.FromSeconds(row.GetInt64(20)),
        LastCron = row.Time(21),
        LastCronError = row.Text(22),
        LastCronTry = row.Time(23),
    };
}
