using System.Data.Common;

namespace Aegir.State;

public sealed class PackageTable(StateSession session)
{
    private const string Select = """
        SELECT type, name, title, version, project, schema, last_removed_update, core_requirement, php_requirement, path, site_directory, profile
        FROM package
        """;

    public IReadOnlyList<Package> OfPlatform(long platformId) =>
        session.Query(Select + " WHERE platform_id = @platformId ORDER BY type, name", new { platformId }, Map).ToList();

    public void ReplacePlatform(long platformId, IEnumerable<Package> packages)
    {
        session.Execute("DELETE FROM package WHERE platform_id = @platformId", new { platformId });
        session.Execute("""
            INSERT INTO package (platform_id, type, name, title, version, project, schema, last_removed_update, core_requirement,
                php_requirement, path, site_directory, profile)
            VALUES (@platformId, @type, @Name, @Title, @Version, @Project, @Schema, @LastRemovedUpdate, @CoreRequirement,
                @PhpRequirement, @Path, @SiteDirectory, @Profile)
            """,
            packages.Select(package => new
            {
                platformId,
                type = (int)package.Type,
                package.Name,
                package.Title,
                package.Version,
                package.Project,
                package.Schema,
                package.LastRemovedUpdate,
                package.CoreRequirement,
                package.PhpRequirement,
                package.Path,
                package.SiteDirectory,
                package.Profile,
            }));
    }

    public IReadOnlyList<InstalledPackage> OfSite(long siteId) => session.Query(
        "SELECT type, name, enabled, version, schema FROM site_package WHERE site_id = @siteId ORDER BY type, name", new { siteId },
        row => new InstalledPackage((PackageType)row.GetInt32(0), row.GetString(1), row.GetInt32(2) != 0, row.Text(3), row.GetInt32(4)))
        .ToList();

    public void ReplaceSite(long siteId, IEnumerable<InstalledPackage> packages)
    {
        session.Execute("DELETE FROM site_package WHERE site_id = @siteId", new { siteId });
        session.Execute("""
            INSERT INTO site_package (site_id, type, name, enabled, version, schema)
            VALUES (@siteId, @type, @Name, @enabled, @Version, @Schema)
            """,
            packages.Select(package => new
            {
                siteId,
                type = (int)package.Type,
                package.Name,
                enabled = package.Enabled ? 1 : 0,
                package.Version,
                package.Schema,
            }));
    }

    private static Package Map(DbDataReader row) => new()
    {
        Type = (PackageType)row.GetInt32(0),
        Name = row.GetString(1),
        Title = row.Text(2),
        Version = row.Text(3),
        Project = row.Text(4),
        Schema = row.GetInt32(5),
        LastRemovedUpdate = row.GetInt32(6),
        CoreRequirement = row.Text(7),
        PhpRequirement = row.Text(8),
        Path = row.GetString(9),
        SiteDirectory = row.Text(10),
        Profile = row.Text(11),
    };
}
