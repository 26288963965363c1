using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>What was done to a database.</summary>
/// <param name="Counts">Values that were changed, by table.</param>
/// <param name="Left">Columns (table.column) with a value that could not be changed without harm to what PHP serialized there.</param>
public sealed record LinksRewritten(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<string> Left)
{
    public int Total => Counts.Values.Sum();
}

/// <summary>Lets what a site's database says of its own name and folder follow it to new ones (aegir-spec 2.12): links in content, paths in
/// settings, in plain text, JSON and serialized values. Caches, sessions and logs are left alone.</summary>
public static class SiteLinks
{
    /// <param name="token">The task's token, where the gate is closed.</param>
    /// <exception cref="AegirException">LinksNotRewritten; then nothing is changed. SettingsUnreadable.</exception>
    public static Task<LinksRewritten> RewriteAsync(
        IHost host, string php, SiteLocation site, SiteMap map, string? token, CancellationToken cancellation) =>
        SitePhp.RunAsync<LinksRewritten>(host, php,
            ["load-settings.php", "connect-database.php", "site-map.php", "rewrite-text.php", "table-columns.php", "rewrite-links.php"],
            new { Site = site, Map = map }, token, cancellation);
}
