namespace Aegir.PowerShell;

/// <summary>What a task can be about.</summary>
public sealed class TargetNameCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) =>
    [
        .. hub.Platforms.Find(new PlatformFilter { Names = [pattern] }).Select(platform => (platform.Name, platform.Path)),
        .. hub.Sites.Find(new SiteFilter { Names = [pattern] }).Take(100).Select(site => (site.Name, $"{site.Name} on {site.Platform}")),
    ];
}
