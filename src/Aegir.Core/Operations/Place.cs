using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>A machine that serves sites.</summary>
public sealed record PlaceMember(Server Server, IHost Host)
{
    public bool IsRemote => Server.Transport != ServerTransport.Local;

    /// <summary>True where both are one machine, so that files can be moved between them.</summary>
    public bool IsOneWith(PlaceMember other) => Server.Name == other.Server.Name || (!IsRemote && !other.IsRemote);
}

/// <summary>
/// Where the sites of a platform run: one web server, or all members of a cluster. Drush and database work is done on the lead; what is
/// done to files is done alike on every member.
/// </summary>
public sealed class Place
{
    private Place(Server server, IReadOnlyList<PlaceMember> members)
    {
        Server = server;
        Members = members;
    }

    /// <summary>As the platform names it; a cluster has no machine of its own.</summary>
    public Server Server { get; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<PlaceMember> Members { get; }

    public PlaceMember Lead => Members[0];

    public static Place Of(OperationServices services, string server)
    {
        var named = services.Server(server);
        var machines = named.IsCluster ? named.Members.Select(services.Server) : [named];
        return new Place(named, machines.Select(machine => new PlaceMember(machine, services.Host(machine))).ToList());
    }

    /// <summary>The same, with every command marked as a task's.</summary>
    public Place For(StepContext context) =>
        new(Server, Members.Select(member => member with { Host = context.On(member.Host) }).ToList());
}
