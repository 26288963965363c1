namespace Aegir.Hosts.Ssh;

/// <summary>The connections to one machine. sshd takes ten commands on each by default (MaxSessions), so that more commands open more.</summary>
internal sealed class SshConnections(SshAddress address, HostKeys keys) : IDisposable
{
    private const int MaxUsers = 8;

    private readonly object gate = new();
    private readonly List<SshConnection> connections = [];
    private string? folder;

    /// <summary>ssh for Windows cannot share a connection.</summary>
    private static bool CanShare => !OperatingSystem.IsWindows();

    /// <summary>Runs something with the path of an open connection's socket; null where connections are not shared.</summary>
    public async Task<T> UseAsync<T>(Func<string?, Task<T>> use, CancellationToken cancellation)
    {
        if (!CanShare)
            return await use(null).ConfigureAwait(false);
        var connection = Rent();
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            return await use(connection.Socket).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
                connection.Users--;
        }
    }

    public void Dispose()
    {
        Task.WhenAll(connections.Select(connection => connection.CloseAsync())).Wait(TimeSpan.FromSeconds(5));
        connections.ForEach(connection => connection.Dispose());
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    private SshConnection Rent()
    {
        lock (gate)
        {
            var connection = connections.Find(candidate => candidate.Users < MaxUsers);
            if (connection is null)
            {
                // Nobody else may enter it, and the path of a socket must be short.
                folder ??= Directory.CreateTempSubdirectory("aegir-ssh-").FullName;
                connection = new SshConnection(address, keys, Path.Combine(folder, "c" + connections.Count));
                connections.Add(connection);
            }
            connection.Users++;
            return connection;
        }
    }
}
