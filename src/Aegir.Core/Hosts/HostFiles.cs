namespace Aegir.Hosts;

/// <summary>How a folder is copied.</summary>
public sealed record CopyOptions
{
    /// <summary>Patterns of rsync, from the copied folder's root where they begin with a slash.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Deletes in the target what the source has not; never what is excluded.</summary>
    public bool Delete { get; init; }

    /// <summary>Leaves files alone that are newer in the target.</summary>
    public bool KeepNewer { get; init; }
}

/// <summary>
/// Copies folders and files between machines, with rsync over the connections that are open. Modes and times are kept; owner and group by
/// name, where the account may. What was cut off is cleaned up by the next copy to the same place.
/// </summary>
public sealed class HostFiles
{
    private readonly Rsync rsync = new();

    /// <summary>Copies the contents of a folder into another, which is made where it is missing; or a file to a file.</summary>
    /// <exception cref="AegirException">CopyFailed, with what rsync said; HostUnreachable. A file is there whole or not at all.</exception>
    public async Task CopyAsync(IHost from, string source, IHost to, string target, CopyOptions options, CancellationToken cancellation)
    {
        var (left, right) = (from.Machine as OpenSshHost, to.Machine as OpenSshHost);
        if (from.Machine is not SshHost && to.Machine is not SshHost || ReferenceEquals(from.Machine, to.Machine))
            await rsync.CopyAsync(from.Around(to), source, target, options, cancellation).ConfigureAwait(false);
        // Without ssh, the two rsyncs talk through us.
        else if (IsWithoutSsh(from) || IsWithoutSsh(to))
            await rsync.BetweenAsync(from, source, to, target, options, cancellation).ConfigureAwait(false);
        else if (left is null)
            await rsync.PushAsync(from.Around(to.Around(right!.Client)), source, right, target, options, cancellation).ConfigureAwait(false);
        else if (right is null)
            await rsync.PullAsync(to.Around(from.Around(left.Client)), left, source, target, options, cancellation).ConfigureAwait(false);
        else
            await RelayAsync(from.Around(to.Around(left.Client)), left, source, right, target, options, cancellation).ConfigureAwait(false);
    }

    private static bool IsWithoutSsh(IHost host) => host.Machine is SshHost and not OpenSshHost;

    // Two machines need not reach each other; we reach both.
    private async Task RelayAsync(
        IHost here, OpenSshHost from, string source, OpenSshHost to, string target, CopyOptions options, CancellationToken cancellation)
    {
        var folder = (await here.RunRequiredAsync(HostCommand.Script("""
            set -eu
            # A day old: whoever made it is gone.
            find "${TMPDIR:-/var/tmp}" -maxdepth 1 -type d -name 'aegir-copy-*' -user "$(id -u)" -mmin +1440 -exec rm -rf -- {} +
            mktemp -d "${TMPDIR:-/var/tmp}/aegir-copy-XXXXXXXXXX"
            """), cancellation).ConfigureAwait(false)).Output.TrimEnd('\n');
        try
        {
            var between = folder + "/copy";
            await rsync.PullAsync(here, from, source, between, options with { Delete = false, KeepNewer = false }, cancellation).ConfigureAwait(false);
            await rsync.PushAsync(here, between, to, target, options, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await here.RunAsync(HostCommand.Script("chmod -R u+w -- \"$1\"; rm -rf -- \"$1\"", folder), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
