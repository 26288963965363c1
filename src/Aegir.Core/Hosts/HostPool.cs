using System.Collections.Concurrent;
using Aegir.Hosts.Ssh;

namespace Aegir.Hosts;

/// <summary>The machines by server: those that are reached alike are the same.</summary>
/// <param name="knownHosts">Path of the file with the accepted host keys, on this machine.</param>
public sealed class HostPool(string knownHosts) : IDisposable
{
    private static readonly LocalHost Local = new();

    private readonly ConcurrentDictionary<SshAddress, Lazy<OpenSshHost>> others = new();

    public HostKeys Keys { get; } = new(knownHosts, Local);

    public IHost Of(Server server) => server.Transport switch
    {
        ServerTransport.Local => Local,
        _ => others.GetOrAdd(SshAddress.Of(server), _ => new(() => new OpenSshHost(server, Keys))).Value,
    };

    public void Dispose()
    {
        foreach (var host in others.Values)
            host.Value.Dispose();
    }
}
