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

    /// <summary>Writes the site's host on every member.</summary>
    /// <param name="reload">Puts it into force; in a batch at its end (see <see cref="WebReloads"/>).</param>
    /// <param name="urgent">Puts it into force before this returns, or fails: for whatever visitors must meet at once. A site that is being shut
    /// always is.</param>
    public static Task PublishAsync(
        OperationServices services, Place place, HostedSite site, bool reload, CancellationToken cancellation, bool urgent = false) =>
        ChangeAsync(services, place, reload, urgent || site.State == HostedState.Maintenance, async (member, hosting) =>
        {
            if (site is { Https: not HttpsMode.Off, Certificate: { } key })
                await SiteCertificates.SendAsync(services, member, key, cancellation).ConfigureAwait(false);
            await hosting.PublishSiteAsync(site, cancellation).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Takes the site's host away from every member.</summary>
    public static Task WithdrawAsync(
        OperationServices services, Place place, string site, bool reload, CancellationToken cancellation, bool urgent = false) =>
        ChangeAsync(services, place, reload, urgent, (_, hosting) => hosting.WithdrawSiteAsync(site, cancellation), cancellation);

    /// <summary>Writes what the web servers of every member need of a platform.</summary>
    /// <param name="name">Its context name.</param>
    public static Task PublishPlatformAsync(
        OperationServices services, Place place, string name, string docroot, bool reload, CancellationToken cancellation) =>
        ChangeAsync(services, place, reload, false, (_, hosting) => hosting.PublishPlatformAsync(name, docroot, cancellation), cancellation);

    public static Task WithdrawPlatformAsync(OperationServices services, Place place, string name, bool reload, CancellationToken cancellation) =>
        ChangeAsync(services, place, reload, false, (_, hosting) => hosting.WithdrawPlatformAsync(name, cancellation), cancellation);

    private static Task ChangeAsync(
        OperationServices services, Place place, bool reload, bool urgent, Func<PlaceMember, IWebHosting, Task> change, CancellationToken cancellation) =>
        place.EachAsync(async member =>
        {
            var hosting = services.Hosting(member);
            await change(member, hosting).ConfigureAwait(false);
            if (reload)
                await services.Reloads.AfterAsync(hosting, member, place.Context, urgent, cancellation).ConfigureAwait(false);
        });
}
