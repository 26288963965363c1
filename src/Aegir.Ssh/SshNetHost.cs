using System.Text;
using Aegir.Hosts;
using Aegir.Hosts.Ssh;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Aegir.Ssh;

/// <summary>Another machine, reached with SSH.NET.</summary>
internal sealed class SshNetHost : SshHost
{
    // As ssh itself tells that the connection ended.
    private const int Ended = 255;

    private readonly SharedConnections<SshNetConnection> connections;

    public SshNetHost(SshAddress address, HostKeys keys, HostSecrets secrets)
        : base(address) => connections = new(_ => new SshNetConnection(address, keys, secrets));

    public override void Dispose()
    {
        foreach (var connection in connections.All)
            connection.Dispose();
    }

    internal override Task<(int Code, string Error)> SendAsync(RemoteCommand remote, RemoteOutput output, CancellationToken cancellation) =>
        connections.UseAsync(connection => connection.UseAsync((client, dead) => SendAsync(client, remote, output, dead, cancellation), cancellation));

    private async Task<(int Code, string Error)> SendAsync(
        SshClient client, RemoteCommand remote, RemoteOutput output, CancellationToken dead, CancellationToken cancellation)
    {
        var command = client.CreateCommand(remote.Line);
        try
        {
            var running = await BeginAsync(command).WaitAsync(dead).ConfigureAwait(false) ?? throw Refused();
            remote.IsSent = true;
            return await FollowAsync(command, running, remote, output, dead, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (dead.IsCancellationRequested && !remote.IsSent)
        {
            throw Refused();
        }
        finally
        {
            // Closing a channel waits for the other side.
            _ = Task.Run(command.Dispose, CancellationToken.None);
        }
    }

    private AegirException Refused() => SshErrors.Unreachable(Address, "No command is taken on the connection.");

    private static async Task<(int Code, string Error)> FollowAsync(
        SshCommand command, Task running, RemoteCommand remote, RemoteOutput output, CancellationToken dead, CancellationToken cancellation)
    {
        await using var closing = cancellation.Register(() => Task.Run(command.Dispose)).ConfigureAwait(false);
        using var said = new ThreadedReader(command.OutputStream);
        using var complained = new ThreadedReader(command.ExtendedOutputStream);
        await using var end = dead.Register(() =>
        {
            said.Dispose();
            complained.Dispose();
        }).ConfigureAwait(false);
        var reading = output.ReadAsync(said, cancellation);
        var error = Lines.CollectAsync(new StreamReader(complained, new UTF8Encoding(false)), output.OnErrorLine);
        try
        {
            await FeedAsync(command, remote, cancellation).WaitAsync(dead).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (dead.IsCancellationRequested)
        {
            // So does what is read.
        }
        await reading.ConfigureAwait(false);
        var text = await error.ConfigureAwait(false);
        try
        {
            await running.WaitAsync(dead).ConfigureAwait(false);
            return (command.ExitStatus ?? Ended, text);
        }
        catch (Exception cut) when (IsCut(cut) || dead.IsCancellationRequested)
        {
            return (Ended, text);
        }
    }

    // It waits for the other side's answer, on the thread that calls it.
    private static async Task<Task?> BeginAsync(SshCommand command)
    {
        try
        {
            return await Task.Factory.StartNew(
                () => command.ExecuteAsync(CancellationToken.None), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (Exception cut) when (IsCut(cut))
        {
            return null;
        }
    }

    private static async Task FeedAsync(SshCommand command, RemoteCommand remote, CancellationToken cancellation)
    {
        try
        {
            var input = command.CreateInputStream();
            await using var _ = input.ConfigureAwait(false);
            var bytes = Encoding.UTF8.GetBytes(remote.Input);
            await Task.Factory.StartNew(
                () => input.Write(bytes), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            if (remote.WriteInput is { } write)
                await write(input, cancellation).ConfigureAwait(false);
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // It ended without reading all; its exit code tells what that means.
        }
    }

    private static bool IsCut(Exception error) =>
        error is SshException or ObjectDisposedException or InvalidOperationException or IOException or System.Net.Sockets.SocketException;
}
