namespace Aegir.Operations.Verifying;

/// <summary>Tries a database service, and whether web servers get through to it from their own addresses (aegir-spec 2.14).</summary>
internal sealed class DatabaseChecks(OperationServices services, Server server, ServerChecks checks)
{
    /// <param name="reachesOthers">The server serves sites, so that it is to reach the other database servers.</param>
    public async Task RunAsync(StepContext context, bool reachesOthers)
    {
        var others = services.Store.Read(session => session.Servers.Find().Where(other => other.Id != server.Id && !other.IsCluster).ToList());
        if (OffersDatabase(server) && await ServiceAsync(context).ConfigureAwait(false))
            foreach (var web in others.Where(other => other.WebServer != WebServerType.None))
                await ReachAsync(context, web, server).ConfigureAwait(false);
        if (reachesOthers)
            foreach (var database in others.Where(OffersDatabase))
                await ReachAsync(context, server, database).ConfigureAwait(false);
    }

    private static bool OffersDatabase(Server server) => server.Database is DatabaseType.MariaDb or DatabaseType.PostgreSql;

    private Task<bool> ServiceAsync(StepContext context) => checks.TryAsync(context, "database service", async () =>
    {
        var databases = services.Databases(server.Database, server, services.Hub, context.On);
        return $"{server.Database} {await databases.CheckAsync(context.Cancellation).ConfigureAwait(false)} takes new databases and users.";
    });

    // Not every web server has sites on every database server: it is only trouble where one has.
    private Task<bool> ReachAsync(StepContext context, Server web, Server database) => checks.TryAsync(
        context, $"database from {web.Name}", async () =>
        {
            var hosts = await services.GrantHostsAsync(database, services.Place(web.Name), context.Cancellation, context.On).ConfigureAwait(false);
            return $"gets through to {database.Name}{(hosts.Count > 0 ? $", which is to let in {string.Join(", ", hosts)}" : "")}.";
        },
        _ => web.Id == server.Id && services.Store.Read(session => session.Sites.Find(new SiteFilter { Server = web.Name })
            .Any(site => string.Equals(site.DatabaseServer, database.Name, StringComparison.OrdinalIgnoreCase))));
}
