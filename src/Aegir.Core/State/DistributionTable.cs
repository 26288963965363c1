using System.Data.Common;

namespace Aegir.State;

public sealed class DistributionTable(StateSession session)
{
    /// <summary>Platform p is of @distribution. A join would have SQLite begin with the sites.</summary>
    internal const string OfPlatform = "p.distribution_id = (SELECT id FROM distribution WHERE lower(name) = lower(@distribution))";

    private const string Select = """
        SELECT d.id, d.name, t.name,
            (SELECT count(*) FROM platform p WHERE p.distribution_id = d.id AND p.status > -2),
            (SELECT coalesce(sum(p.site_count), 0) FROM platform p WHERE p.distribution_id = d.id),
            (SELECT coalesce(sum(p.site_count), 0) FROM platform p WHERE p.distribution_id = d.id AND p.id <> d.target_platform_id),
            t.core_version, d.source, d.platform_name, coalesce(server.name, 'server_master'), d.policy, d.rules,
            d.checked, d.check_error, d.signature, d.version, d.releases, d.releases_read,
            d.built_signature, d.built_version, d.failed_signature, d.failed_message, d.failures, d.progress
        FROM distribution d LEFT JOIN platform t ON t.id = d.target_platform_id LEFT JOIN server ON server.id = d.server_id
        """;

    public IEnumerable<Distribution> Find(IReadOnlyList<NamePattern>? names = null)
    {
        var conditions = new Conditions().Names("d.name", names);
        return session.Query(Select + conditions.Where + " ORDER BY d.name", conditions.Parameters, Map);
    }

    public Distribution? Get(string name) => Find([NamePattern.Exact(name)]).FirstOrDefault();

    public Distribution? Get(long id) => session.Query(Select + " WHERE d.id = @id", new { id }, Map).FirstOrDefault();

    public void Add(string name) => session.Insert("INSERT INTO distribution (name) VALUES (@name)", new { name });

    public void Rename(long id, string name) => session.Execute("UPDATE distribution SET name = @name WHERE id = @id", new { id, name });

    public void SetTarget(long id, long? platformId) =>
        session.Execute("UPDATE distribution SET target_platform_id = @platformId WHERE id = @id", new { id, platformId });

    /// <summary>Id of the target; null where there is none.</summary>
    public long? TargetId(long id) => session.Scalar<long?>("SELECT target_platform_id FROM distribution WHERE id = @id", new { id });

    /// <summary>Source, names, server, policy and rules. What is known of another source than before is forgotten, and what
    /// failed may be tried again.</summary>
    public void SetUpdates(Distribution distribution, long serverId)
    {
        var source = UpdateColumns.Write(distribution.Source);
        session.Execute("""
            UPDATE distribution SET checked = NULL, check_error = NULL, signature = NULL, version = NULL, built_signature = NULL, built_version = NULL,
                releases = NULL, releases_read = NULL
            WHERE id = @Id AND coalesce(source, '') <> coalesce(@source, '')
            """, new { distribution.Id, source });
        session.Execute("""
            UPDATE distribution SET source = @source, platform_name = @PlatformName, server_id = @serverId, policy = @policy, rules = @rules,
                failed_signature = NULL, failed_message = NULL, failures = 0
            WHERE id = @Id
            """,
            new { distribution.Id, source, distribution.PlatformName, serverId, policy = (int)distribution.Policy, rules = UpdateColumns.Write(distribution.Rules) });
    }

    /// <summary>Changes what is remembered of the source; nothing where the distribution is gone.</summary>
    public void Remember(long id, Func<UpdateState, UpdateState> change)
    {
        if (Get(id) is { } distribution)
            SetState(id, change(distribution.Updates));
    }

    private void SetState(long id, UpdateState state) => session.Execute("""
        UPDATE distribution SET checked = @isChecked, check_error = @CheckError, signature = @Signature, version = @Version, built_signature = @BuiltSignature,
            built_version = @BuiltVersion, failed_signature = @FailedSignature, failed_message = @FailedMessage, failures = @Failures,
            releases = @releases, releases_read = @releasesRead, progress = @progress
        WHERE id = @id
        """,
        new
        {
            id,
            isChecked = state.Checked.Milliseconds(),
            state.CheckError,
            state.Signature,
            state.Version,
            state.BuiltSignature,
            state.BuiltVersion,
            state.FailedSignature,
            state.FailedMessage,
            state.Failures,
            releases = UpdateColumns.Write(state.Releases),
            releasesRead = state.ReleasesRead.Milliseconds(),
            progress = UpdateColumns.Write(state.Progress),
        });

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
        TargetVersion = row.Text(6),
        Source = row.Source(7),
        PlatformName = row.Text(8) ?? Distribution.DefaultPlatformName,
        Server = row.GetString(9),
        Policy = (UpdatePolicy)row.GetInt32(10),
        Rules = row.Json<UpgradeRules>(11) ?? new UpgradeRules(),
        Updates = new UpdateState
        {
            Checked = row.Time(12),
            CheckError = row.Text(13),
            Signature = row.Text(14),
            Version = row.Text(15),
            Releases = row.Json<KnownReleases>(16),
            ReleasesRead = row.Time(17),
            BuiltSignature = row.Text(18),
            BuiltVersion = row.Text(19),
            FailedSignature = row.Text(20),
            FailedMessage = row.Text(21),
            Failures = row.GetInt32(22),
            Progress = row.Json<UpgradeProgress>(23),
        },
    };
}
