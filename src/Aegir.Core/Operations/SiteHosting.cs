using Aegir.WebServers;

namespace Aegir.Operations;

/// <summary>Makes the web servers of a place answer for a site.</summary>
public static class SiteHosting
{
    /// <summary>The site as web servers have to know it.</summary>
    public static HostedSite Of(Site site, Platform platform) => new()
    {
        Name = site.Name,
        Directory = site.Directory,
        Docroot = platform.Path,
        CoreMajor = platform.CoreMajor,
        Aliases = site.Aliases,
        Redirection = site.Redirection,
        Https = site.Https,
        Certificate = site.Certificate,
        State = site.Status == SiteStatus.Disabled ? HostedState.Disabled : HostedState.Open,
    };

    /// <summary>Writes the site's host on every member. In force after a reload, which is done here unless it is left to the end of a batch.</summary>
    public static Task PublishAsync(
        OperationServices services, Place place, HostedSite site, bool reload, CancellationToken cancellation) =>
        place.EachAsync(async member =>
        {
            var hosting = services.Hosting(member);
            await hosting.PublishSiteAsync(site, cancellation).ConfigureAwait(false);
            if (reload)
                await hosting.ReloadAsync(cancellation).ConfigureAwait(false);
        });

    /// <summary>Takes the site's host away from every member.</summary>
    public static Task WithdrawAsync(OperationServices services, Place place, string site, bool reload, CancellationToken cancellation) =>
        place.EachAsync(async member =>
        {
            var hosting = services.Hosting(member);
            await hosting.WithdrawSiteAsync(site, cancellation).ConfigureAwait(false);
            if (reload)
                await hosting.ReloadAsync(cancellation).ConfigureAwait(false);
        });
}
