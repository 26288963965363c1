using System.Data.Common;
using Newtonsoft.Json;

namespace Aegir.State;

/// <summary>The side an upgrade left behind: what to go back to.</summary>
/// <param name="State">The upgrade's own record, as its task keeps it.</param>
public sealed record KeptSide(long TaskId, long SiteId, long PlatformId, string Directory, string State, DateTimeOffset Until);

public sealed class KeptSideTable(StateSession session)
{
    private const string Select = "SELECT task_id, site_id, platform_id, directory, state, until FROM kept_side";

    public void Add(KeptSide side) => session.Execute("""
        INSERT INTO kept_side (task_id, site_id, platform_id, directory, state, until)
        VALUES (@TaskId, @SiteId, @PlatformId, @Directory, @State, @until)
        """,
        new { side.TaskId, side.SiteId, side.PlatformId, side.Directory, side.State, until = side.Until.ToUnixTimeMilliseconds() });

    /// <summary>The side the site's last upgrade left; null where it is gone.</summary>
    public KeptSide? Newest(long siteId) =>
        session.Query(Select + " WHERE site_id = @siteId ORDER BY task_id DESC LIMIT 1", new { siteId }, Map).FirstOrDefault();

    public IReadOnlyList<KeptSide> OfSite(long siteId) =>
        session.Query(Select + " WHERE site_id = @siteId ORDER BY task_id", new { siteId }, Map).ToList();

    public IReadOnlyList<KeptSide> OnPlatform(long platformId) =>
        session.Query(Select + " WHERE platform_id = @platformId ORDER BY task_id", new { platformId }, Map).ToList();

    public IReadOnlyList<KeptSide> All() => session.Query(Select + " ORDER BY task_id", null, Map).ToList();

    /// <summary>Those whose record names a thing, such as a database; in either letter case.</summary>
    public IReadOnlyList<KeptSide> Naming(string name) => session.Query(Select + " WHERE state LIKE @like ESCAPE '\\' ORDER BY task_id",
        new { like = new NamePattern($"*{JsonConvert.ToString(name)}*").ToLike() }, Map).ToList();

    public IReadOnlyList<KeptSide> Expired() =>
        session.Query(Select + " WHERE until < @now ORDER BY until, task_id", new { now = Columns.Now() }, Map).ToList();

    public void Delete(long taskId) => session.Execute("DELETE FROM kept_side WHERE task_id = @taskId", new { taskId });

    private static KeptSide Map(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.Time(5)!.Value);
}
