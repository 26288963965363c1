using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>The names a site answers to, as Drupal finds them: sites.php, and the hosts that settings.php trusts (field notes 8 and 14).</summary>
internal static class SiteNames
{
    /// <summary>Makes them those of the site; what others wrote into either file stays.</summary>
    /// <param name="names">The domain and its aliases.</param>
    /// <returns>False where nothing had to be written.</returns>
    /// <exception cref="AegirException">SitesPhpClosed, SettingsNotWritable.</exception>
    public static Task<bool> SetAsync(
        IHost host, string php, SiteLocation site, IEnumerable<string> names, CancellationToken cancellation) =>
        RunAsync(host, php, new { Site = site, Names = names.ToList() }, cancellation);

    /// <summary>Takes our lines for a site's folder out of sites.php.</summary>
    public static Task ForgetAsync(IHost host, string php, SiteLocation site, CancellationToken cancellation) =>
        RunAsync(host, php, new { Site = site, Names = Array.Empty<string>() }, cancellation);

    private static async Task<bool> RunAsync(IHost host, string php, object input, CancellationToken cancellation) =>
        (await SitePhp.RunAsync<Answer>(host, php, ["write-file.php", "settings-block.php", "names-block.php", "set-site-names.php"], input, null, cancellation)
            .ConfigureAwait(false)).Changed;

    private sealed record Answer(bool Changed);
}
