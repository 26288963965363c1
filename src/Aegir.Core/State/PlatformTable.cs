using System.Data.Common;

namespace Aegir.State;

public sealed class PlatformTable(StateSession session)
{
    private const string Select = """
        SELECT p.id, p.name, p.path, p.project_root, s.name, d.name, p.status, CASE WHEN d.target_platform_id = p.id THEN 1 ELSE 0 END, p.core_version, p.php_minimum,
            p.drush, p.fingerprint, p.verified, p.site_count
        FROM platform p JOIN server s ON s.id = p.server_id LEFT JOIN distribution d ON d.id = p.distribution_id
        """;

    public IEnumerable<Platform> Find(PlatformFilter filter)
    {
        var conditions = new Conditions().Names("p.name", filter.Names)
            .Add(DistributionTable.OfPlatform, "distribution", filter.Distribution)
            .Add("lower(s.name) = lower(@server) AND s.status > -2", "server", filter.Server)
            .Add("p.status = @status", "status", (int?)filter.Status);
        if (filter.InUse)
            conditions.Add("(p.site_count > 0 OR d.target_platform_id = p.id)");
        if (filter.Status != PlatformStatus.Deleted)
            conditions.Add("p.status > -2");
        return session.Query(Select + conditions.Where + " ORDER BY p.name", conditions.Parameters, Map);
    }

    public Platform? Get(string name) => Find(new PlatformFilter { Names = [NamePattern.Exact(name)] }).FirstOrDefault();

    public Platform? Get(long id) =>
        session.Query(Select + " WHERE p.id = @id", new { id }, Map).FirstOrDefault();

    /// <summary>A platform that is not deleted and has the same name, context name or path; null where there is none.</summary>
    public Platform? Clash(string name, string path, long exceptId = 0) => session.Query(
        Select + """
             WHERE p.status > -2 AND p.id <> @exceptId
            AND (lower(p.name) = lower(@name) OR lower(p.context_name) = lower(@context) OR p.path = @path)
            """,
        new { name, context = Names.PlatformContext(name), path, exceptId }, Map).FirstOrDefault();

    public long Add(Platform platform, long serverId, long? distributionId) => session.Insert("""
        INSERT INTO platform (name, context_name, path, project_root, server_id, distribution_id, status)
        VALUES (@Name, @context, @Path, @ProjectRoot, @serverId, @distributionId, @status)
        """,
        new
        {
            platform.Name,
            context = Names.PlatformContext(platform.Name),
            platform.Path,
            platform.ProjectRoot,
            serverId,
            distributionId,
            status = (int)platform.Status,
        });

    public void Rename(long id, string name) => session.Execute(
        "UPDATE platform SET name = @name, context_name = @context WHERE id = @id", new { id, name, context = Names.PlatformContext(name) });

    public void SetStatus(long id, PlatformStatus status) =>
        session.Execute("UPDATE platform SET status = @status WHERE id = @id", new { id, status = (int)status });

    public void SetDistribution(long id, long? distributionId) =>
        session.Execute("UPDATE platform SET distribution_id = @distributionId WHERE id = @id", new { id, distributionId });

    /// <summary>Sites came to it, or went.</summary>
    internal void CountSites(long id, int more) => session.Execute("UPDATE platform SET site_count = site_count + @more WHERE id = @id", new { id, more });

    /// <summary>What a good verify found out; the first one enables the platform.</summary>
    public void SetVerified(Platform platform) => session.Execute("""
        UPDATE platform SET path = @Path, project_root = @ProjectRoot, core_version = @CoreVersion, php_minimum = @PhpMinimum,
            drush = @Drush, fingerprint = @Fingerprint, verified = @verified, status = CASE status WHEN 0 THEN 1 ELSE status END
        WHERE id = @Id
        """,
        new
        {
            platform.Id,
            platform.Path,
            platform.ProjectRoot,
            platform.CoreVersion,
            platform.PhpMinimum,
            platform.Drush,
            platform.Fingerprint,
            verified = platform.Verified.Milliseconds(),
        });

    /// <summary>Locks every platform of a distribution but one, which is unlocked (design: rules of a distribution, 2).</summary>
    public void LockAllBut(long distributionId, long targetId)
    {
        session.Execute(
            "UPDATE platform SET status = -1 WHERE distribution_id = @distributionId AND id <> @targetId AND status IN (0, 1)",
            new { distributionId, targetId });
        session.Execute("UPDATE platform SET status = 1 WHERE id = @targetId AND status = -1", new { targetId });
    }

    private static Platform Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Name = row.GetString(1),
        Path = row.GetString(2),
        ProjectRoot = row.GetString(3),
        Server = row.GetString(4),
        Distribution = row.Text(5),
        Status = (PlatformStatus)row.GetInt32(6),
        IsTarget = row.GetInt32(7) != 0,
        CoreVersion = row.Text(8),
        PhpMinimum = row.Text(9),
        Drush = row.Text(10),
        Fingerprint = row.Text(11),
        Verified = row.Time(12),
        SiteCount = row.GetInt32(13),
    };
}
