namespace Aegir.PowerShell;

/// <summary>From names and patterns to things. A name that nothing has is an error; a pattern that matches nothing is not.</summary>
public abstract partial class HubCmdlet
{
    protected IEnumerable<Site> SitesNamed(IEnumerable<string> names) =>
        Named(names, name => Hub.Sites.Get(name), pattern => Hub.Sites.Find(new SiteFilter { Names = [pattern] }));

    protected IEnumerable<Platform> PlatformsNamed(IEnumerable<string> names) =>
        Named(names, name => Hub.Platforms.Get(name), pattern => Hub.Platforms.Find(new PlatformFilter { Names = [pattern] }));

    protected IEnumerable<Distribution> DistributionsNamed(IEnumerable<string> names) =>
        Named(names, name => Hub.Distributions.Get(name), pattern => Hub.Distributions.Find([pattern.Text]));

    protected IEnumerable<Server> ServersNamed(IEnumerable<string> names) =>
        Named(names, name => Hub.Servers.Get(name), pattern => Hub.Servers.Find([pattern.Text]));

    /// <summary>The sites referred to; of platforms, distributions and servers, the enabled ones.</summary>
    protected IEnumerable<Site> SitesOf(IEnumerable<SiteReference> references) => references.SelectMany(reference =>
        reference.Platform is { } platform ? SitesOfPlatforms([platform])
        : reference.Distribution is { } distribution ? SitesOfDistributions([distribution])
        : reference.Server is { } server ? Hub.Sites.Find(new SiteFilter { Server = server, Status = SiteStatus.Enabled })
        : SitesNamed([reference.ToString()]));

    protected IEnumerable<Site> SitesOfPlatforms(IEnumerable<string> platforms) => PlatformsNamed(platforms)
        .SelectMany(platform => Hub.Sites.Find(new SiteFilter { Platform = platform.Name, Status = SiteStatus.Enabled }));

    protected IEnumerable<Site> SitesOfDistributions(IEnumerable<string> distributions) => DistributionsNamed(distributions)
        .SelectMany(distribution => Hub.Sites.Find(new SiteFilter { Distribution = distribution.Name, Status = SiteStatus.Enabled }));

    private IEnumerable<T> Named<T>(IEnumerable<string> names, Func<string, T> get, Func<NamePattern, IEnumerable<T>> find)
    {
        foreach (var name in names)
        {
            var pattern = new NamePattern(name);
            var found = Enumerable.Empty<T>();
            Attempt(name, () => found = pattern.IsWildcard ? find(pattern) : [get(name)]);
            foreach (var item in found)
                yield return item;
        }
    }
}
