using Aegir.Drupal;
using Aegir.Operations.Backups;

namespace Aegir.Distributions;

/// <summary>What an archive says against restoring a site from it.</summary>
internal static class ArchiveBlockers
{
    public static IEnumerable<string> Find(ArchiveContents? archive, SiteFacts facts) =>
        archive is null ? [] : [.. Find(archive), .. Against(archive, facts)];

    /// <summary>What is wrong with it whatever it is for.</summary>
    public static IEnumerable<string> Find(ArchiveContents archive)
    {
        if (archive.Problem is { } problem)
        {
            yield return $"The backup cannot be used: {problem}.";
            yield break;
        }
        if (!archive.Has("settings.php"))
            yield return "The backup holds no settings.php at its top.";
        if (archive.Dump is null)
            yield return "The backup holds no dump: database.sql or, for SQLite, database.sqlite.";
    }

    private static IEnumerable<string> Against(ArchiveContents archive, SiteFacts facts)
    {
        if (archive is { Problem: null, Dump: { } dump } && (dump == DatabaseType.Sqlite) != (facts.Database.Type == DatabaseType.Sqlite))
            yield return dump == DatabaseType.Sqlite ? "The backup holds a SQLite file, and the site's data is on a database server."
                : "The backup holds the dump of a database server, and the site's data is in a SQLite file.";
    }
}
