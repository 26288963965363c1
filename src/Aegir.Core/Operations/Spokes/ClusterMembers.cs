using Aegir.State;

namespace Aegir.Operations.Spokes;

/// <summary>What joining and leaving means for a server: who joins a cluster misses all that the others serve, until a verify.</summary>
public static class ClusterMembers
{
    public static void Note(StateSession session, Server before, Server after)
    {
        if (!before.IsCluster && !after.IsCluster)
            return;
        var served = session.Platforms.Find(new PlatformFilter { Server = after.Name }).Select(platform => ("platform", platform.Name))
            .Concat(session.Sites.Find(new SiteFilter { Server = after.Name }).Select(site => ("site", site.Name))).ToList();
        foreach (var member in Named(session, after.Members.Except(before.Members, StringComparer.OrdinalIgnoreCase)))
            foreach (var (type, name) in served)
                session.MemberLags.Note(member.Id, type, name, $"It has joined '{after.Name}'.");
        foreach (var member in Named(session, before.Members.Except(after.Members, StringComparer.OrdinalIgnoreCase)))
            foreach (var (type, name) in served)
                session.MemberLags.CaughtUp(member.Id, type, name);
    }

    private static List<Server> Named(StateSession session, IEnumerable<string> names) => names.Select(session.Servers.Get).OfType<Server>().ToList();
}
