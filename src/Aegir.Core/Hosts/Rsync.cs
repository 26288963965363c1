namespace Aegir.Hosts;

/// <summary>Calls rsync, on the machine that ssh runs on.</summary>
internal sealed class Rsync
{
    // What rsync says when it is the connection that ended: the socket, two time-outs, ssh itself.
    private static readonly int[] Cut = [10, 30, 35, 255];

    // Something that was to be copied had gone before its turn came.
    private const int Vanished = 24;

    /// <summary>Copies on one machine.</summary>
    public async Task CopyAsync(IHost host, string source, string target, CopyOptions options, CancellationToken cancellation) =>
        Judge(await RunAsync(host, ["here", "", ""], source, target, "", options, cancellation).ConfigureAwait(false), source, target, null);

    public Task PushAsync(IHost here, string source, OpenSshHost to, string target, CopyOptions options, CancellationToken cancellation) =>
        to.UseSshAsync(async ssh =>
        {
            var result = await RunAsync(here, ["push", .. Way(ssh)], source, target, "", options, cancellation).ConfigureAwait(false);
            return Judge(result, source, $"{target} on {to.Name}", to);
        }, cancellation);

    public async Task PullAsync(IHost here, OpenSshHost from, string source, string target, CopyOptions options, CancellationToken cancellation)
    {
        // It must be known which of the two it is: a folder's contents are copied, not the folder.
        var kind = (await from.RunRequiredAsync(HostCommand.Script(
            "[ -e \"$1\" ] || { echo \"$1 is not there\" >&2; exit 1; }; if [ -d \"$1\" ]; then echo folder; else echo file; fi", source), cancellation)
            .ConfigureAwait(false)).Output.Trim();
        await from.UseSshAsync(async ssh =>
        {
            var result = await RunAsync(here, ["pull", .. Way(ssh)], source, target, kind, options, cancellation).ConfigureAwait(false);
            return Judge(result, $"{source} on {from.Name}", target, from);
        }, cancellation).ConfigureAwait(false);
    }

    public async Task BetweenAsync(IHost from, string source, IHost to, string target, CopyOptions options, CancellationToken cancellation)
    {
        var (sent, received) = await new HostBridge().RunAsync(
            from, Copy(["between", "", ""], source, target, "", options),
            // The kind, and what ssh would be given: rsync and its arguments.
            to, words => HostCommand.Script(HostScripts.Resource("Hosts.receive.sh"), [target, .. RsyncWords.Check(words, from.Name)]), cancellation).ConfigureAwait(false);
        var result = received is { Succeeded: false } ? received with { Error = received.Error + sent.Error } : sent;
        Judge(result, $"{source} on {from.Name}", $"{target} on {to.Name}", null);
    }

    private static Task<CommandResult> RunAsync(
        IHost host, IEnumerable<string> way, string source, string target, string kind, CopyOptions options, CancellationToken cancellation) =>
        host.RunAsync(Copy(way, source, target, kind, options), cancellation);

    private static HostCommand Copy(IEnumerable<string> way, string source, string target, string kind, CopyOptions options) => HostCommand.Script(
        HostScripts.Resource("Hosts.copy.sh"), [.. way, HostScripts.Resource("Hosts.receive.sh"), source, target, kind, .. Switches(options)]);

    // rsync takes the machine's name from the path, and what calls it as one word: within quotes, a quote is written twice.
    private static string[] Way(IReadOnlyList<string> ssh) =>
    [
        ssh[^1].Contains(':', StringComparison.Ordinal) ? $"[{ssh[^1]}]" : ssh[^1],
        string.Join(' ', ssh.Take(ssh.Count - 1).Select(word => $"'{word.Replace("'", "''", StringComparison.Ordinal)}'")),
    ];

    private static IEnumerable<string> Switches(CopyOptions options) =>
    [
        .. options.Exclude.Select(pattern => "--exclude=" + pattern),
        .. options.Delete ? new[] { "--delete-delay" } : [],
        .. options.KeepNewer ? new[] { "--update" } : [],
    ];

    private static bool Judge(CommandResult result, string source, string target, OpenSshHost? other)
    {
        if (result.ExitCode is 0 or Vanished)
            return true;
        if (other is not null && Cut.Contains(result.ExitCode))
            throw other.Lost($"{source} was being copied to {target}: {result.Tail(2)}");
        throw new AegirException(AegirErrorKind.Failed, "CopyFailed",
            $"{source} could not be copied to {target} (exit code {result.ExitCode}): {result.Tail()}",
            result.ExitCode == 127 ? "Install rsync on both machines." : "Mend what the message names and run it again.");
    }
}
