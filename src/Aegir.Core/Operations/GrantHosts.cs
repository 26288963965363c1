using Aegir.Databases;
using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>The addresses from which the user of a site comes: those of the machines that serve it and of the hub, as the database server
/// sees them (aegir-spec 2.14).</summary>
internal static class GrantHosts
{
    public static async Task<IReadOnlyList<string>> FindAsync(
        OperationServices services, Server databaseServer, Place place, Func<IHost, IHost>? mark, CancellationToken cancellation)
    {
        var hub = services.Hub;
        var own = await services.Databases(databaseServer.Database, databaseServer, hub, mark).AddressAsync(cancellation).ConfigureAwait(false);
        var theirs = !place.Members.Any(member => member.IsRemote) ? own : await services.Databases(databaseServer.Database, databaseServer, place, mark).AddressAsync(cancellation).ConfigureAwait(false);
        // Servers that share a machine look alike.
        var knocks = place.Members.Select(member => (Member: member.IsRemote ? member : hub, Address: theirs)).Append((Member: hub, Address: own))
            .DistinctBy(knock => (knock.Member.Server.Name, knock.Address));
        var hosts = new List<string>();
        foreach (var (member, address) in knocks)
        {
            var host = mark is null ? member.Host : mark(member.Host);
            var seen = await DatabaseKnock.SeenAsync(host, member.Server.Php, member.Server.Name, address, cancellation).ConfigureAwait(false);
            if (seen is not null)
                hosts.Add(seen);
        }
        if (databaseServer.DatabaseGrantAllHosts && hosts.Count > 0)
            return ["%"];
        // A socket and 127.0.0.1 are one place; which of them a site's settings name is not ours to choose.
        if (hosts.Any(host => host is "localhost" or "127.0.0.1" or "::1"))
            hosts.Add("localhost");
        return hosts.Distinct().ToList();
    }
}
