using Aegir.State;

namespace Aegir.Operations;

/// <summary>What servers may serve together (aegir-spec 2.16): web servers of any kind, none of them a cluster. A cluster has no machine of its own.</summary>
internal static class ClusterRules
{
    /// <exception cref="AegirException">ServerNotFound, ClusterMemberTwice, ClusterInCluster, ClusterMemberNoWebServer, ClusterHasServices,
    /// MasterIsNoCluster.</exception>
    public static void Check(StateSession session, Server server)
    {
        if (!server.IsCluster)
        {
            RequireWebServer(session, server);
            return;
        }
        if (server.Name == Server.MasterName)
            throw Refused("MasterIsNoCluster", "The hub's own server cannot be a cluster.", "Make another: New-AegirServer NAME -Members …");
        if (server.WebServer != WebServerType.None || server.WebRoot is not null || server.Database != DatabaseType.None)
            throw Refused("ClusterHasServices", $"'{server.Name}' cannot offer a web server or a database service: it is a cluster.", "Give those to its members, or to servers of their own.");
        if (Containing(session, server) is { } other)
            throw Refused("ClusterInCluster", $"'{server.Name}' is a member of cluster '{other.Name}'.", "A cluster cannot be a member of another.");
        if (server.Members.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Refused("ClusterMemberTwice", $"'{twice.Key}' is named twice.", "Name each member once.");
        foreach (var name in server.Members)
        {
            var member = session.Servers.Get(name) ?? throw Missing.Server(name);
            if (member.IsCluster || member.Id == server.Id && server.Id != 0)
                throw Refused("ClusterInCluster", $"'{member.Name}' is a cluster itself.", "Name its members instead.");
            if (!Serves(member))
                throw Refused("ClusterMemberNoWebServer", $"'{member.Name}' is no web server.", $"Say which it has: Set-AegirServer '{member.Name}' -WebServer Nginx");
        }
    }

    private static void RequireWebServer(StateSession session, Server server)
    {
        if (!Serves(server) && Containing(session, server) is { } cluster)
            throw Refused("ClusterMemberNoWebServer", $"'{server.Name}' needs a web server: it is a member of cluster '{cluster.Name}'.", $"Take it out of the cluster first: Set-AegirServer '{cluster.Name}' -Members …");
    }

    private static Server? Containing(StateSession session, Server server) =>
        session.Servers.Find().ToList().Find(other => other.Members.Contains(server.Name, StringComparer.OrdinalIgnoreCase));

    private static bool Serves(Server server) => server.WebServer != WebServerType.None || server.WebRoot is not null;

    private static AegirException Refused(string id, string message, string action) => new(AegirErrorKind.Refused, id, message, action);
}
