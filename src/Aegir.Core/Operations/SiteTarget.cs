using Aegir.Drupal;

namespace Aegir.Operations;

/// <summary>The site that a task works on, and the platform it was on when the task began; kept with the task.</summary>
public sealed record SiteTarget(long SiteId, string Name, long PlatformId)
{
    public static SiteTarget Of(OperationServices services, Site site) =>
        new(site.Id, site.Name, services.Store.Read(session => session.Platforms.Get(site.Platform))!.Id);

    internal Site Site(OperationServices services) => services.Store.Read(session => session.Sites.Get(SiteId))!;

    internal Platform Platform(OperationServices services) => services.Store.Read(session => session.Platforms.Get(PlatformId))!;

    internal Place Place(OperationServices services, StepContext context) => services.Place(Platform(services).Server).For(context);

    internal SiteLocation Location(OperationServices services)
    {
        var (platform, site) = (Platform(services), Site(services));
        return new SiteLocation(platform.Path, site.Directory, Name, platform.CoreMajor) { Aliases = site.Aliases };
    }
}
