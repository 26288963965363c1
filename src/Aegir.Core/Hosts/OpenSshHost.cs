using System.Collections.Concurrent;
using Aegir.Hosts.Ssh;

namespace Aegir.Hosts;

/// <summary>
/// Another machine, reached with the OpenSSH client of this one. Host keys are always checked against a file of the hub's own; each command
/// is one round trip over a connection that stays open. Linux machines only: what was cut off is found through /proc.
/// </summary>
public sealed class OpenSshHost : IHost, IDisposable
{
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    private readonly SshAddress address;
    private readonly HostKeys keys;
    private readonly SshConnections connections;
    private readonly ConcurrentDictionary<string, bool> lost = new();

    public OpenSshHost(Server server, HostKeys keys)
    {
        address = SshAddress.Of(server);
        this.keys = keys;
        connections = new SshConnections(address, keys);
    }

    public string Name => address.Name;

    /// <exception cref="AegirException">HostUnreachable, HostKeyUnknown, HostKeyChanged, SshLoginRefused, HostShellUnfit; CommandNotStarted
    /// where the working directory is missing.</exception>
    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        var ended = lost.Keys.ToList();
        var remote = new RemoteCommand(command, ended);
        var running = RunAsync(command, remote, ended, cancellation);
        try
        {
            return await running.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Whoever holds the connection holds the command's standard error too, for as long as the command lives.
            if (remote.IsSent)
            {
                lost[remote.Word] = true;
                await EndLostAsync().ConfigureAwait(false);
            }
            await Task.WhenAny(running, Task.Delay(EndingTime, CancellationToken.None)).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The machine that ssh runs on.</summary>
    internal IHost Client => keys.Client;

    /// <summary>Runs something that calls ssh by itself, with the words of its command line; the host's name is the last of them.</summary>
    internal Task<T> UseSshAsync<T>(Func<IReadOnlyList<string>, Task<T>> use, CancellationToken cancellation) => connections.UseAsync(
        socket => use(["ssh", .. SshOptions.Of(address, keys.File), .. SshOptions.Through(socket), address.HostName]), cancellation);

    internal AegirException Lost(string said) => SshErrors.Lost(address, said);

    public void Dispose() => connections.Dispose();

    private Task<CommandResult> RunAsync(HostCommand command, RemoteCommand remote, List<string> ended, CancellationToken cancellation) =>
        connections.UseAsync(async socket =>
        {
            var output = new RemoteOutput(command, remote.Word);
            string error;
            int code;
            remote.IsSent = true;
            try
            {
                (code, _, error) = await keys.Client.RunAsync(new HostCommand("ssh",
                    [.. SshOptions.Of(address, keys.File), .. SshOptions.Through(socket), "--", address.HostName, remote.Line])
                {
                    Input = remote.Input,
                    ReadOutput = output.ReadAsync,
                    OnLine = output.OnErrorLine,
                }, cancellation).ConfigureAwait(false);
            }
            catch (Exception reading) when (reading is not OperationCanceledException and not AegirException)
            {
                lost[remote.Word] = true;
                throw;
            }
            if (output.Result(error) is not { } result)
                throw await FailureAsync(remote, output, code, error, cancellation).ConfigureAwait(false);
            ended.ForEach(word => lost.TryRemove(word, out _));
            return result;
        }, cancellation);

    private async Task<AegirException> FailureAsync(RemoteCommand remote, RemoteOutput output, int code, string error, CancellationToken cancellation)
    {
        switch (output.Refusal(error))
        {
            case "folder":
                return NotStarted("its folder cannot be entered: " + error.Split('\n')[0]);
            case "strays":
                return NotStarted("what was cut off there before does not end.");
        }
        var begun = error.LastIndexOf(remote.Word + "\n", StringComparison.Ordinal);
        // ssh itself ends with 255, also when it is the connection that ends.
        if (begun < 0 && code != 255)
            return SshErrors.NoShell(address, error);
        lost[remote.Word] = true;
        return begun < 0
            ? await keys.ErrorAsync(address, error, cancellation).ConfigureAwait(false)
            : SshErrors.Lost(address, error[(begun + remote.Word.Length)..]);
    }

    private AegirException NotStarted(string why) => new(AegirErrorKind.Unavailable, "CommandNotStarted",
        $"A command could not be started on '{Name}': {why}", "Mend what the message names and run it again.");

    // What cannot be ended now, since the link is down, is ended before the next command.
    private async Task EndLostAsync()
    {
        using var time = new CancellationTokenSource(EndingTime);
        try
        {
            var ended = lost.Keys.ToList();
            var nothing = new HostCommand("true");
            await RunAsync(nothing, new RemoteCommand(nothing, ended), ended, time.Token).WaitAsync(time.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or AegirException)
        {
            // They stay on the list.
        }
    }
}
