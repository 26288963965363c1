using Aegir.State;

namespace Aegir.Operations.Moving;

/// <summary>What is different between the kinds of moves.</summary>
internal static class MoveTypes
{
    public static string TaskType(MoveKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The kind that tasks of a type are; null for other tasks.</summary>
    public static MoveKind? KindOf(string taskType) =>
        Enum.GetValues<MoveKind>().Where(kind => TaskType(kind) == taskType).Select(kind => (MoveKind?)kind).FirstOrDefault();

    public static Operation Operation(MoveKind kind, MoveWork work) => kind switch
    {
        MoveKind.Clone => new CloneSite(work),
        MoveKind.Deploy => new DeploySite(work),
        _ => new MoveSite(work),
    };

    public static string BackupDescription(MoveKind kind, MoveSide side) => kind switch
    {
        MoveKind.Upgrade => $"Before the upgrade to {side.Platform}",
        MoveKind.Rename => $"Before the rename to {side.Site}",
        MoveKind.Restore => "Before a restore",
        _ => "Pre-migration backup",
    };

    public static IReadOnlyList<string> Resources(MoveRecord record) =>
        [.. new[] { record.Old.Site, record.New.Site }.Distinct().Select(name => "site:" + name)];

    /// <exception cref="AegirException">SiteChanged, NameTaken.</exception>
    public static void RequireAsPlanned(StateSession session, MoveRecord record)
    {
        var site = session.Sites.Get(record.SiteId);
        if (site is not { Status: SiteStatus.Enabled } || !IsOn(site, record.Old) || (record.Kind == MoveKind.Upgrade && site.UpgradeTarget != record.New.Platform))
            throw new AegirException(AegirErrorKind.Busy, "SiteChanged",
                $"'{record.Old.Site}' was changed by another task after it was planned.", "Run the command again.");
        SiteNaming.RequireFree(session, [.. record.New.Names], record.Kind == MoveKind.Clone ? 0 : record.SiteId);
    }

    /// <summary>True where the site is on that side now.</summary>
    public static bool IsOn(Site site, MoveSide side) => site.Platform == side.Platform && site.Name == side.Site && site.Directory == side.Directory;

    /// <summary>The site as it is on a side.</summary>
    public static Site Moved(Site site, MoveSide side) => site with
    {
        Name = side.Site,
        Directory = side.Directory,
        Aliases = side.Aliases,
        Redirection = side.Redirection,
        Https = side.Https,
        Certificate = side.Certificate,
        DatabaseServer = side.DatabaseServer,
    };
}
