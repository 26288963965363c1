using System.Collections.Concurrent;
using Aegir.Hosts.Ssh;

namespace Aegir.Hosts;

/// <summary>The machines by server: those that are reached alike are the same.</summary>
/// <param name="knownHosts">Path of the file with the accepted host keys, on this machine.</param>
public sealed class HostPool(string knownHosts) : IDisposable
{
    private static readonly LocalHost Local = new();

    private readonly ConcurrentDictionary<SshAddress, Lazy<SshHost>> others = new();

    public HostKeys Keys { get; } = new(knownHosts, Local);

    public HostSecrets Secrets { get; } = new();

    /// <exception cref="AegirException">TransportMissing.</exception>
    public IHost Of(Server server) => server.Transport == ServerTransport.Local
        ? Local
        : others.GetOrAdd(SshAddress.Of(server), address => new(() => address.Transport == ServerTransport.SshNet
            ? Transports.SshNet.Open(address, Keys, Secrets)
            : new OpenSshHost(server, Keys))).Value;

    public void Dispose()
    {
        foreach (var host in others.Values.Where(host => host.IsValueCreated))
            host.Value.Dispose();
    }
}
