namespace Aegir.PowerShell;

public sealed class SiteNameCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) =>
        hub.Sites.Find(new SiteFilter { Names = [pattern] }).Select(site => (site.Name, $"{site.Name} on {site.Platform}"));
}
