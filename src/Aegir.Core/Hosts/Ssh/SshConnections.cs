namespace Aegir.Hosts.Ssh;

/// <summary>The connections of ssh to one machine.</summary>
internal sealed class SshConnections : IDisposable
{
    private readonly SharedConnections<SshConnection> connections;
    private string? folder;

    public SshConnections(SshAddress address, HostKeys keys) => connections = new(number =>
    {
        // Nobody else may enter it, and the path of a socket must be short.
        folder ??= Directory.CreateTempSubdirectory("aegir-ssh-").FullName;
        return new SshConnection(address, keys, Path.Combine(folder, "c" + number));
    });

    /// <summary>ssh for Windows cannot share a connection.</summary>
    private static bool CanShare => !OperatingSystem.IsWindows();

    /// <summary>Runs something with the path of an open connection's socket; null where connections are not shared.</summary>
    public Task<T> UseAsync<T>(Func<string?, Task<T>> use, CancellationToken cancellation) => !CanShare ? use(null) : connections.UseAsync(async connection =>
    {
        await connection.OpenAsync(cancellation).ConfigureAwait(false);
        return await use(connection.Socket).ConfigureAwait(false);
    });

    public void Dispose()
    {
        var all = connections.All;
        Task.WhenAll(all.Select(connection => connection.CloseAsync())).Wait(TimeSpan.FromSeconds(5));
        foreach (var connection in all)
            connection.Dispose();
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }
}
