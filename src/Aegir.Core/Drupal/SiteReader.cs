using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>Where a site stands.</summary>
/// <param name="Docroot">Absolute path on the host.</param>
/// <param name="Directory">Name of the folder below sites/.</param>
/// <param name="Site">The site's domain name.</param>
/// <param name="Major">Major version of its Drupal core: 7 or more.</param>
public sealed record SiteLocation(string Docroot, string Directory, string Site, int Major)
{
    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public string Folder => $"{Docroot}/sites/{Directory}";

    public string SettingsFile => Folder + "/settings.php";
}

/// <summary>Reads a site from its settings and its database, in one round trip and without a bootstrap of Drupal.</summary>
public static class SiteReader
{
    /// <param name="php">The host's command line PHP, 7.4 or later.</param>
    /// <param name="token">The task's token, where the site's gate is closed.</param>
    /// <exception cref="AegirException">SettingsUnreadable; SiteIsClosed where another task holds the gate. A database that cannot
    /// be reached is no error: see <see cref="SiteFacts.ConnectionError"/>.</exception>
    public static Task<SiteFacts> ReadAsync(
        IHost host, string php, SiteLocation site, string? token, CancellationToken cancellation) =>
        SitePhp.RunAsync<SiteFacts>(host, php,
            ["load-settings.php", "connect-database.php", "read-packages.php", "read-site.php"], site, token, cancellation);
}
