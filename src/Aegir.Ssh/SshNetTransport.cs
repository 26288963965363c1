using Aegir.Hosts;
using Aegir.Hosts.Ssh;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Aegir.Ssh;

/// <summary>Reaches machines with SSH.NET: no ssh program is needed, and passwords will do. The user's ssh configuration and ssh-agent are not asked.</summary>
internal sealed class SshNetTransport : ITransport
{
    public SshHost Open(SshAddress address, HostKeys keys, HostSecrets secrets) => new SshNetHost(address, keys, secrets);

    public async Task<IReadOnlyList<string>> KeysAsync(SshAddress address, IEnumerable<string> types, CancellationToken cancellation)
    {
        var lines = await Task.WhenAll(types.Select(type => KeyAsync(address, type, cancellation))).ConfigureAwait(false);
        var found = lines.Where(line => line.Key is not null).Select(line => line.Key!).Distinct().ToList();
        return found.Count > 0 ? found : throw SshNetErrors.From(address, lines[0].Error!);
    }

    // A machine presents one key per connection, of a type it is asked for; then we give up before logging in.
    private static async Task<(string? Key, Exception? Error)> KeyAsync(SshAddress address, string type, CancellationToken cancellation)
    {
        string? key = null;
        var login = Login.Nobody(address);
        foreach (var other in login.HostKeyAlgorithms.Keys.Where(name => name != type).ToList())
            login.HostKeyAlgorithms.Remove(other);
        using var client = new SshClient(login);
        client.HostKeyReceived += (_, seen) =>
        {
            key = KnownKey.Line(address, seen);
            seen.CanTrust = false;
        };
        try
        {
            await client.ConnectAsync(cancellation).ConfigureAwait(false);
            return (key, null);
        }
        catch (Exception error) when (error is SshException or System.Net.Sockets.SocketException or ProxyException)
        {
            return (key, error);
        }
    }
}
