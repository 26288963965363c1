using System.Collections.Concurrent;
using Aegir.Hosts.Ssh;

namespace Aegir.Hosts;

/// <summary>The machines by server: those that are reached alike are the same.</summary>
public sealed class HostPool(string knownHosts) : IDisposable
{
    private readonly LocalHost local = new();
    private readonly ConcurrentDictionary<SshAddress, Lazy<OpenSshHost>> others = new();

    public IHost Of(Server server) => server.Transport switch
    {
        ServerTransport.Local => local,
        _ => others.GetOrAdd(SshAddress.Of(server), _ => new(() => new OpenSshHost(server, knownHosts, local))).Value,
    };

    public void Dispose()
    {
        foreach (var host in others.Values)
            host.Value.Dispose();
    }
}
