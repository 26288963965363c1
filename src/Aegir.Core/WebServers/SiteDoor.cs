using System.Diagnostics;
using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.WebServers;

/// <summary>Visits a site as its visitors reach it: through the server's web server where it serves the site, else through PHP's own.</summary>
internal static class SiteDoor
{
    // A web server whose PHP caches files looks at settings.php again after opcache.revalidate_freq, 2 seconds by default.
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(10);

    /// <summary>Waits until a web server that we cannot ask must have seen the gate: its PHP goes by the settings file of before for
    /// opcache.revalidate_freq seconds, which the server's <see cref="Server.OpcacheSeconds"/> tells. Whoever it lets in until then still
    /// writes into the old database, which must not be copied before.</summary>
    public static Task OutwaitCachesAsync(Server server, DateTimeOffset closed, CancellationToken cancellation)
    {
        if (Serves(server))
            return Task.CompletedTask;
        var seconds = server.OpcacheSeconds;
        // PHP counts in whole seconds, so one more may pass.
        var left = closed.AddSeconds(seconds == 0 ? 0 : seconds + 1) - DateTimeOffset.UtcNow;
        return left > TimeSpan.Zero ? Task.Delay(left, cancellation) : Task.CompletedTask;
    }

    /// <summary>Makes sure that a visitor is answered the gate's 503.</summary>
    /// <exception cref="AegirException">SiteNotClosed.</exception>
    public static async Task RequireClosedAsync(IHost host, Server server, SiteLocation site, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var look = await LookAsync(host, server, site, new LookOptions { ExpectClosed = true }, cancellation).ConfigureAwait(false);
            if (look.Problem is null)
                return;
            if (!Serves(server) || watch.Elapsed > CacheTime)
                throw new AegirException(AegirErrorKind.Failed, "SiteNotClosed",
                    $"Visitors could not be shut out: {look.Problem}",
                    "Let PHP look at changed files (opcache.validate_timestamps=1), and check that the web server serves this folder.");
            await Task.Delay(500, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Makes sure that the site works for whoever has the token; says what was seen.</summary>
    /// <exception cref="AegirException">SiteLookFailed.</exception>
    /// <param name="codeCache">As <see cref="LookOptions.CodeCache"/>.</param>
    public static async Task<string> RequireFineAsync(
        IHost host, Server server, SiteLocation site, string token, CancellationToken cancellation, IReadOnlyDictionary<string, string>? codeCache = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var look = await LookAsync(host, server, site, new LookOptions { Token = token, CodeCache = codeCache }, cancellation).ConfigureAwait(false);
            if (look.Problem is null)
                return $"The site answers {look.Pages[0].Status}: {look.Pages[0].Title}";
            // The web server still goes by the settings file of before. If it let visitors in by that, they would write into the database of before.
            if (watch.Elapsed > (look.Pages.Any(page => page.Gate) ? CacheTime
                : look.Pages.Any(page => page.Stale) ? TimeSpan.FromSeconds(server.OpcacheSeconds + 2) : TimeSpan.Zero))
                throw new AegirException(AegirErrorKind.Failed, "SiteLookFailed",
                    look.Problem + (look.Errors.Length > 0 ? $" The log says: {look.Errors}" : ""),
                    look.Pages.Any(page => page.Stale)
                        ? "Lower opcache.revalidate_freq, or say with Set-AegirServer -OpcacheSeconds how long PHP goes by a file that has changed; opcache.validate_timestamps has to be 1."
                        : "Mend the code base on the target, verify it, and run the upgrade again.");
            await Task.Delay(500, cancellation).ConfigureAwait(false);
        }
    }

    private static bool Serves(Server server) => server.WebServer != WebServerType.None || server is { WebRoot: not null, WebUrl: not null };

    private static Task<LookResult> LookAsync(IHost host, Server server, SiteLocation site, LookOptions options, CancellationToken cancellation)
    {
        options = options with { Aliases = site.Aliases };
        if (!Serves(server))
            return SiteLook.LookAsync(host, server.Php, site.Docroot, site.Directory, site.Site, options, cancellation);
        return server.WebServer == WebServerType.None
            ? SiteLook.LookThroughAsync(host, server.Php, server.WebUrl!, site.Site, site.SettingsFile, options, cancellation)
            : SiteLook.LookThroughAsync(host, server.Php, ManagedHosting.LocalUrl(server), site.Site, site.SettingsFile, options, cancellation, ManagedHosting.LocalUrl(server, https: true));
    }
}
