namespace Aegir.Hosts.Ssh;

/// <summary>How ssh reaches a machine.</summary>
internal sealed record SshAddress
{
    /// <summary>The server's name, for messages.</summary>
    public required string Name { get; init; }

    public required string HostName { get; init; }

    public string? User { get; init; }

    public int Port { get; init; }

    public string? KeyFile { get; init; }

    public ServerTransport Transport { get; init; }

    /// <summary>Where the password or the key's passphrase is; see <see cref="Server.SshSecret"/>.</summary>
    public string? Secret { get; init; }

    /// <summary>The name its host key is kept under: a key belongs to a server, whatever its address.</summary>
    public string KnownAs => Names.ServerContext(Name)[1..].ToLowerInvariant();

    public static SshAddress Of(Server server) => new()
    {
        Name = server.Name,
        HostName = server.HostName,
        User = server.SshUser,
        Port = server.SshPort,
        KeyFile = server.SshKeyFile,
        Transport = server.Transport,
        Secret = server.SshSecret,
    };

    public override string ToString() =>
        (User is null ? "" : User + "@") + HostName + (Port == 0 ? "" : " port " + Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
