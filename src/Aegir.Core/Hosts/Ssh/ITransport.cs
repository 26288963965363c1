namespace Aegir.Hosts.Ssh;

/// <summary>A way to other machines that a library of its own brings, so that this one needs none of its packages.</summary>
internal interface ITransport
{
    SshHost Open(SshAddress address, HostKeys keys, HostSecrets secrets);

    /// <summary>The host key of each type that a machine presents, as lines of known_hosts.</summary>
    /// <param name="types">Names of host key algorithms.</param>
    /// <exception cref="AegirException">HostUnreachable.</exception>
    Task<IReadOnlyList<string>> KeysAsync(SshAddress address, IEnumerable<string> types, CancellationToken cancellation);
}
