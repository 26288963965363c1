using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>Looks at a site with real HTTP requests.</summary>
public static class SiteLook
{
    /// <summary>Looks through PHP's own server, on a free port of loopback, that only answers us and is gone afterwards: so a site can be
    /// seen on a docroot that no web server knows yet. Links to https are followed as if a proxy had ended the TLS.</summary>
    /// <exception cref="AegirException">LookFailed where the server does not start. A site that does not work is no error: see
    /// <see cref="LookResult.Problem"/>.</exception>
    public static Task<LookResult> LookAsync(
        IHost host, string php, string docroot, string directory, string site, LookOptions options, CancellationToken cancellation) =>
        RunAsync(host, php, ["look-page.php", "look.php"], new
        {
            Docroot = docroot,
            Directory = directory,
            Site = site,
            options.Paths,
            options.Token,
            Seconds = Seconds(options),
            SimulateHttps = true,
            Router = HostScripts.Resource("Drupal.look-router.php"),
        }, site, options, cancellation);

    /// <summary>Looks through a web server, from the host itself. Redirects between names of the site are followed.</summary>
    /// <param name="webUrl">Where it answers, such as http://127.0.0.1:80; the site is told by the Host header.</param>
    /// <param name="settings">The site's settings.php: where its gate is closed and the token opens it, a page that others let in is <see cref="LookPage.Stale"/>.</param>
    /// <param name="httpsUrl">Where the same web server answers to https, for redirects to that; null where it does not. As it is the machine
    /// itself, its certificates are not checked.</param>
    public static Task<LookResult> LookThroughAsync(
        IHost host, string php, string webUrl, string site, string settings, LookOptions options, CancellationToken cancellation, string? httpsUrl = null) =>
        RunAsync(host, php, ["gate-block.php", "look-page.php", "look-through.php"], new
        {
            Url = webUrl,
            HttpsUrl = httpsUrl,
            Site = site,
            Settings = settings,
            options.Aliases,
            options.Paths,
            options.Token,
            Seconds = Seconds(options),
        }, site, options, cancellation);

    private static int Seconds(LookOptions options) => Math.Max(1, (int)options.Timeout.TotalSeconds);

    private static async Task<LookResult> RunAsync(
        IHost host, string php, string[] scripts, object input, string site, LookOptions options, CancellationToken cancellation)
    {
        var result = await SitePhp.RunAsync<LookResult>(
            host, php, scripts, input, options.Token, cancellation, options.CodeCache).ConfigureAwait(false);
        return result with { Problem = SiteLookRules.Problem(site, result.Pages, options) };
    }
}
