using Aegir.Drupal;

namespace Aegir.Operations;

/// <summary>The drush for a site that is in service.</summary>
internal static class SiteDrush
{
    /// <exception cref="AegirException">DrushMissing.</exception>
    public static Drush Of(Site site, Platform platform, PlaceMember lead) => new(
        lead.Host, Path(platform, lead.Server), lead.Server.Php, new SiteLocation(platform.Path, site.Directory, site.Name, platform.CoreMajor), null);

    /// <summary>The platform's own, or else that of the server.</summary>
    /// <exception cref="AegirException">DrushMissing.</exception>
    public static string Path(Platform platform, Server server) => platform.Drush ?? server.Drush ?? throw new AegirException(
        AegirErrorKind.Unavailable, "DrushMissing", $"Platform '{platform.Name}' brings no drush, and server '{server.Name}' has none for it.",
        $"Name one: Set-AegirServer {server.Name} -Drush PATH");
}
