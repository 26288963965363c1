using Aegir.Databases;
using Aegir.Drupal;

namespace Aegir.Operations;

/// <summary>The addresses from which a site's user may come to its database; new machines make new ones (aegir-spec 2.14).</summary>
internal static class SiteGrants
{
    /// <summary>Lets the user in from where the site is served now. Addresses of before stay.</summary>
    public static async Task MendAsync(
        OperationServices services, Site site, SiteDatabase database, SiteLocation location, Place place, StepContext context)
    {
        var server = services.DatabaseServer(site);
        // An adopted site may use a server that the hub has no account for.
        if (database.Type == DatabaseType.Sqlite || database.User is not { Length: > 0 } user || server.Database != database.Type)
            return;
        var reachable = await place.ReachAsync().ConfigureAwait(false);
        var databases = services.Databases(database.Type, server, reachable, context.On);
        IReadOnlyList<string> hosts;
        try
        {
            hosts = await services.GrantHostsAsync(server, reachable, context.Cancellation, context.On).ConfigureAwait(false);
        }
        catch (AegirException error)
        {
            context.Warn($"Whether the database takes the site from everywhere cannot be told: {error.Message}");
            return;
        }
        var missing = await databases.MissingHostsAsync(user, hosts, context.Cancellation).ConfigureAwait(false);
        if (missing.Count == 0)
            return;
        var lead = reachable.Lead;
        var password = await SiteSettings.PasswordAsync(lead.Host, lead.Server.Php, location, context.Cancellation).ConfigureAwait(false);
        await databases.GrantAsync(new DatabaseOrder(database.Name, user, password, "") { Hosts = missing }, context.Cancellation).ConfigureAwait(false);
        context.Info($"The database takes {user} from {string.Join(", ", missing)} as well.");
    }
}
