using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>What operations work with: the store, and the machines by server.</summary>
public sealed class OperationServices(IStateStore store, Func<Server, IHost> hosts)
{
    public IStateStore Store => store;

    public Server Server(string name) => store.Read(session => session.Servers.Get(name)) ?? throw Missing.Server(name);

    public IHost Host(Server server) => hosts(server);
}
