using System.Net.Sockets;

namespace Aegir.Hosts.Ssh;

/// <summary>A connection that stays open between commands: an ssh of its own holds it, and ends when nobody has used it for a minute.</summary>
internal sealed class SshConnection(SshAddress address, HostKeys keys, string socket) : IDisposable
{
    private const string Idle = "ControlPersist=60";

    private readonly SemaphoreSlim opening = new(1);

    public string Socket => socket;

    /// <summary>Makes sure that it is open.</summary>
    /// <exception cref="AegirException">HostUnreachable, HostKeyUnknown, HostKeyChanged, SshLoginRefused.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        if (IsOpen())
            return;
        await opening.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (IsOpen())
                return;
            File.Delete(socket);
            var result = await keys.Client.RunAsync(new HostCommand("ssh",
            [
                .. SshOptions.Of(address, keys.File), "-o", Idle, "-fNM", "-S", socket, "--", address.HostName,
            ]), cancellation).ConfigureAwait(false);
            if (!result.Succeeded)
                throw await keys.ErrorAsync(address, result.Error, cancellation).ConfigureAwait(false);
        }
        finally
        {
            opening.Release();
        }
    }

    public async Task CloseAsync()
    {
        if (IsOpen())
            await keys.Client.RunAsync(
                new HostCommand("ssh", "-o", "LogLevel=QUIET", "-S", socket, "-O", "exit", "--", address.HostName), CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose() => opening.Dispose();

    // The file may be there without anybody behind it.
    private bool IsOpen()
    {
        if (!File.Exists(socket))
            return false;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
