using Aegir.Hosts.Ssh;

namespace Aegir.Hosts;

/// <summary>The host keys of servers: what a machine presents, and what was accepted.</summary>
/// <param name="file">Path of the file with the accepted keys.</param>
/// <param name="client">The machine that ssh runs on: this one.</param>
public sealed class HostKeys(string file, IHost client)
{
    // A machine presents one key per connection; which, we ask for.
    private static readonly string[] Algorithms = ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512"];

    private readonly KnownHosts known = new(file);

    internal string File => file;

    internal IHost Client => client;

    /// <summary>The keys that a machine presents now, the usual one first.</summary>
    /// <exception cref="AegirException">HostUnreachable.</exception>
    public async Task<IReadOnlyList<HostKey>> ScanAsync(Server server, CancellationToken cancellation)
    {
        var address = SshAddress.Of(server);
        var accepted = Accepted(address);
        return (await LinesAsync(address, cancellation).ConfigureAwait(false))
            .Select(line => new HostKey(line.Split(' ')[1], KnownHosts.Fingerprint(line), line == accepted)).ToList();
    }

    /// <summary>Accepts the key with a fingerprint, if the machine presents it now; another one that was accepted before goes.</summary>
    /// <exception cref="AegirException">HostUnreachable, HostKeyMismatch.</exception>
    public async Task TrustAsync(Server server, string fingerprint, CancellationToken cancellation)
    {
        var address = SshAddress.Of(server);
        var wanted = fingerprint.Trim();
        if (!wanted.StartsWith("SHA256:", StringComparison.Ordinal))
            wanted = "SHA256:" + wanted;
        var lines = await LinesAsync(address, cancellation).ConfigureAwait(false);
        var line = lines.FirstOrDefault(candidate => KnownHosts.Fingerprint(candidate) == wanted.TrimEnd('=')) ?? throw new AegirException(
            AegirErrorKind.Refused, "HostKeyMismatch",
            $"'{server.Name}' ({address}) presents no key with the fingerprint {wanted}, but {string.Join(", ", lines.Select(KnownHosts.Fingerprint))}.",
            "Read the fingerprint on the machine itself: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
        known.Set(address, line);
    }

    public void Forget(Server server) => known.Set(SshAddress.Of(server), null);

    /// <summary>The error for what ssh said when it could not connect; of a key that is refused, it names the fingerprint.</summary>
    internal async Task<AegirException> ErrorAsync(SshAddress address, string said, CancellationToken cancellation)
    {
        if (!SshErrors.IsKeyRefused(said))
            return SshErrors.From(address, said);
        try
        {
            return Refused(address, (await LinesAsync(address, cancellation).ConfigureAwait(false))[0]);
        }
        catch (AegirException unreachable)
        {
            return unreachable;
        }
    }

    /// <summary>The error for a key that a machine presents and that is not the accepted one.</summary>
    internal AegirException Refused(SshAddress address, string line) => known.Of(address) is null
        ? SshErrors.KeyUnknown(address, KnownHosts.Fingerprint(line))
        : SshErrors.KeyChanged(address, KnownHosts.Fingerprint(line));

    /// <summary>The line of the key that was accepted for a server, without other names and remarks; null where none was.</summary>
    internal string? Accepted(SshAddress address) =>
        known.Of(address)?.Split(' ') is { } words ? $"{address.KnownAs} {words[1]} {words[2]}" : null;

    private Task<IReadOnlyList<string>> LinesAsync(SshAddress address, CancellationToken cancellation) => address.Transport == ServerTransport.SshNet
        ? Transports.SshNet.KeysAsync(address, Algorithms, cancellation)
        : AskSshAsync(address, cancellation);

    // Lines of known_hosts. ssh itself connects, with all that its configuration says of the way, and gives up before it logs in.
    private async Task<IReadOnlyList<string>> AskSshAsync(SshAddress address, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("aegir-keys-").FullName;
        try
        {
            var said = await Task.WhenAll(Algorithms.Select(async algorithm => (await client.RunAsync(
                new HostCommand("ssh",
                [
                    .. SshOptions.Of(address, Path.Combine(folder, algorithm), strict: false), .. SshOptions.Through(null),
                    "-o", "HostKeyAlgorithms=" + algorithm, "-o", "PreferredAuthentications=none", "--", address.HostName, "true",
                ]), cancellation).ConfigureAwait(false)).Error)).ConfigureAwait(false);
            var lines = Algorithms.Select(algorithm => Path.Combine(folder, algorithm)).Where(System.IO.File.Exists)
                .SelectMany(System.IO.File.ReadAllLines).Where(line => line.Split(' ').Length >= 3).ToList();
            return lines.Count > 0 ? lines : throw SshErrors.From(address, said[0]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
