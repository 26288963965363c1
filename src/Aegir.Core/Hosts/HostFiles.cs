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

/// <summary>Copies folders and files between machines, with rsync. Owners are mapped by name where that is allowed; modes and times are kept.</summary>
/// <param name="hub">The machine that reaches all others.</param>
public sealed class HostFiles(IHost hub)
{
    /// <summary>Copies the contents of a folder into another, which is made where it is missing; or a file to a file.</summary>
    /// <exception cref="AegirException">CopyFailed, with what rsync said; HostUnreachable. A file is there whole or not at all.</exception>
    public Task CopyAsync(IHost from, string source, IHost to, string target, CopyOptions options, CancellationToken cancellation) =>
        hub.RunRequiredAsync(HostCommand.Script("""
            set -eu
            source=$1 target=$2
            shift 2
            [ ! -d "$source" ] || { mkdir -p "$target"; source=$source/ target=$target/; }
            rsync -aH "$@" -- "$source" "$target"
            """, [source, target, .. Switches(options)]), cancellation);

    private static IEnumerable<string> Switches(CopyOptions options) =>
    [
        .. options.Exclude.Select(pattern => "--exclude=" + pattern),
        .. options.Delete ? new[] { "--delete-delay" } : [],
        .. options.KeepNewer ? new[] { "--update" } : [],
    ];
}
