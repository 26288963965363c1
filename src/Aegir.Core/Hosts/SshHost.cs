using System.Collections.Concurrent;
using Aegir.Hosts.Ssh;

namespace Aegir.Hosts;

/// <summary>
/// Another machine, reached by ssh. Host keys are always checked against a file of the hub's own; each command is one round trip over a
/// connection that stays open. Linux machines only: what was cut off is found through /proc.
/// </summary>
public abstract class SshHost : IHost, IDisposable
{
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, bool> lost = new();

    internal SshHost(SshAddress address) => Address = address;

    public string Name => Address.Name;

    internal SshAddress Address { get; }

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

    public abstract void Dispose();

    internal AegirException Lost(string said) => SshErrors.Lost(Address, said);

    /// <summary>Has the login shell there run a command; sets <see cref="RemoteCommand.IsSent"/> once it may be running.</summary>
    /// <returns>The shell's exit code, 255 where the connection ended; and all it wrote to standard error.</returns>
    /// <exception cref="AegirException">There is no connection.</exception>
    internal abstract Task<(int Code, string Error)> SendAsync(RemoteCommand remote, RemoteOutput output, CancellationToken cancellation);

    /// <summary>The error for a connection that did not come about although it seemed to.</summary>
    internal virtual Task<AegirException> ConnectErrorAsync(string said, CancellationToken cancellation) => Task.FromResult(SshErrors.From(Address, said));

    private async Task<CommandResult> RunAsync(HostCommand command, RemoteCommand remote, List<string> ended, CancellationToken cancellation)
    {
        var output = new RemoteOutput(command, remote.Word);
        int code;
        string error;
        try
        {
            (code, error) = await SendAsync(remote, output, cancellation).ConfigureAwait(false);
        }
        catch (Exception reading) when (remote.IsSent && reading is not OperationCanceledException and not AegirException)
        {
            lost[remote.Word] = true;
            throw;
        }
        if (output.Result(error) is not { } result)
            throw await FailureAsync(remote, output, code, error, cancellation).ConfigureAwait(false);
        ended.ForEach(word => lost.TryRemove(word, out _));
        return result;
    }

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
            return SshErrors.NoShell(Address, error);
        lost[remote.Word] = true;
        return begun < 0
            ? await ConnectErrorAsync(error, cancellation).ConfigureAwait(false)
            : SshErrors.Lost(Address, error[(begun + remote.Word.Length)..]);
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
