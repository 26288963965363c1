using Aegir.Drupal;

namespace Aegir.Distributions;

/// <summary>What a site's own settings say against moving it.</summary>
internal static class SiteBlockers
{
    public static IEnumerable<string> Find(SiteFacts facts, Site site)
    {
        if (!facts.Connected)
            yield return $"The site's database does not answer: {facts.ConnectionError}";
        if (facts.Database.Type == DatabaseType.None)
            yield return $"The database driver '{facts.Database.Driver}' is not supported; MariaDB, MySQL, PostgreSQL and SQLite are.";
        if (facts.SettingsTarget is { } link)
            yield return $"settings.php is a link to {link}, which other sites may share: give '{site.Name}' a settings.php of its own.";
        if (facts.Database.IsSpreadOverFiles)
            yield return "Its SQLite tables have a prefix and so lie in several files, which are not moved together.";
        if (facts.Database.PrefixVaries)
            yield return "Its tables have different prefixes, and so may be shared with another site.";
        if (facts.Database.HasReplicas)
            yield return "Its settings name more than one database server; replicas are not moved.";
    }
}
