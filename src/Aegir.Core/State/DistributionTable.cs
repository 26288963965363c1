using System.Data.Common;

namespace Aegir.State;

public sealed class DistributionTable(StateSession session)
{
    private const string Select = """
        SELECT d.id, d.name, t.name,
            (SELECT count(*) FROM platform p WHERE p.distribution_id = d.id AND p.status > -2),
            (SELECT count(*) FROM site s JOIN platform p ON p.id = s.platform_id WHERE p.distribution_id = d.id AND s.status > -2),
            (SELECT count(*) FROM site s JOIN platform p ON p.id = s.platform_id
             WHERE p.distribution_id = d.id AND s.status > -2 AND d.target_platform_id IS NOT NULL AND p.id <> d.target_platform_id)
        FROM distribution d LEFT JOIN platform t ON t.id = d.target_platform_id
        """;

    public IEnumerable<Distribution> Find(IReadOnlyList<NamePattern>? names = null)
    {
        var conditions = new Conditions().Names("d.name", names);
        return session.Query(Select + conditions.Where + " ORDER BY d.name", conditions.Parameters, Map);
    }

    public Distribution? Get(string name) => Find([new NamePattern(name)]).FirstOrDefault();

    public void Add(string name) => session.Insert("INSERT INTO distribution (name) VALUES (@name)", new { name });

    public void Rename(long id, string name) => session.Execute("UPDATE distribution SET name = @name WHERE id = @id", new { id, name });

    public void SetTarget(long id, long? platformId) =>
        session.Execute("UPDATE distribution SET target_platform_id = @platformId WHERE id = @id", new { id, platformId });

    public void Delete(long id)
    {
        session.Execute("UPDATE platform SET distribution_id = NULL WHERE distribution_id = @id", new { id });
        session.Execute("DELETE FROM distribution WHERE id = @id", new { id });
    }

    private static Distribution Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Name = row.GetString(1),
        Target = row.Text(2),
        PlatformCount = row.GetInt32(3),
        SiteCount = row.GetInt32(4),
        OutdatedCount = row.GetInt32(5),
    };
}
