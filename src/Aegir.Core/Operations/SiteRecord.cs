using Aegir.Drupal;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>What the store keeps of a site's facts.</summary>
internal static class SiteRecord
{
    public static Site With(this Site site, SiteFacts facts) => site with
    {
        Profile = facts.Profile,
        DatabaseType = facts.Database.Type,
        DatabaseName = facts.Database.Name,
        Verified = DateTimeOffset.UtcNow,
    };

    /// <summary>Writes site and packages; a site without an id is added.</summary>
    public static long Save(StateSession session, Site site, long platformId, SiteFacts facts)
    {
        var id = site.Id;
        if (id == 0)
            id = session.Sites.Add(site, platformId);
        else
            session.Sites.Update(site, platformId);
        session.Packages.ReplaceSite(id, facts.Packages);
        return id;
    }

    /// <summary>The site's facts, with its database reached.</summary>
    /// <exception cref="AegirException">SettingsUnreadable, SiteDatabaseUnreachable.</exception>
    public static async Task<SiteFacts> ReadConnectedAsync(
        Hosts.IHost host, string php, SiteLocation location, string? token, CancellationToken cancellation)
    {
        var facts = await SiteReader.ReadAsync(host, php, location, token, cancellation).ConfigureAwait(false);
        return facts.Connected ? facts : throw new AegirException(AegirErrorKind.Unavailable, "SiteDatabaseUnreachable",
            $"The database of '{location.Site}' does not answer to the credentials in {location.SettingsFile}: {facts.ConnectionError}",
            "Start the database server, or mend the settings file.");
    }
}
