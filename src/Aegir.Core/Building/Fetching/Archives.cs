using System.Globalization;
using Aegir.Hosts;

namespace Aegir.Building.Fetching;

/// <summary>Unpacks archives with tar and unzip, after a look at what is in them.</summary>
public sealed class Archives(Workshop shop)
{
    /// <summary>Unpacks into a folder that is not there yet; a single folder at the top is taken off.</summary>
    /// <param name="subtree">The folder within the archive that is wanted; null for all.</param>
    /// <returns>False where the file is no archive: then nothing was done.</returns>
    /// <exception cref="AegirException">ArchiveUnsafe, ArchiveBroken, SubtreeMissing.</exception>
    public async Task<bool> UnpackAsync(string file, string target, string? subtree, string what, CancellationToken cancellation)
    {
        var listed = await shop.Host.RunAsync(
            HostCommand.Script(HostScripts.Resource("Building.Fetching.list-archive.sh"), file,
                (shop.Limits.UnpackedFiles + 1L).ToString(CultureInfo.InvariantCulture), shop.Limits.ListBytes.ToString(CultureInfo.InvariantCulture)), cancellation).ConfigureAwait(false);
        if (!listed.Succeeded)
            throw Broken(what, listed);
        var lines = listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var kind = lines[^1];
        if (kind == "over")
            throw Unsafe(what, string.Create(CultureInfo.InvariantCulture, $"it holds more than {shop.Limits.UnpackedFiles} files, or longer names than so many have"));
        if (kind == "file" || lines.Length == 1)
            return false;
        if (ArchiveListing.Problem(kind, lines.SkipLast(1), shop.Limits) is { } problem)
            throw Unsafe(what, problem);
        var result = await shop.Host.RunAsync(HostCommand.Script(HostScripts.Resource("Building.Fetching.unpack.sh"),
            file, kind, target, subtree ?? "", shop.Limits.UnpackedBytes.ToString(CultureInfo.InvariantCulture)), cancellation).ConfigureAwait(false);
        if (result.ExitCode == 69)
            throw new AegirException(AegirErrorKind.NotFound, "SubtreeMissing", $"{what}: {result.Tail(1)}.", "Name a folder of the archive, from its top.");
        if (result.ExitCode == 67)
            throw Unsafe(what, result.Tail(1));
        if (!result.Succeeded)
            throw Broken(what, result);
        await CheckTreeAsync(target, what, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes sure that a folder others wrote holds files, folders and links within it, and nothing else.</summary>
    /// <exception cref="AegirException">ArchiveUnsafe.</exception>
    public async Task CheckTreeAsync(string folder, string what, CancellationToken cancellation)
    {
        var result = await shop.Host.RunAsync(
            HostCommand.Script(HostScripts.Resource("Building.Fetching.check-tree.sh"), folder), cancellation).ConfigureAwait(false);
        if (!result.Succeeded)
            throw Unsafe(what, result.Tail(1));
    }

    private static AegirException Unsafe(string what, string problem) => new(
        AegirErrorKind.Refused, "ArchiveUnsafe", $"{what}: {problem}; nothing of it is used.",
        "Do not use this source: it is broken, or made to write where it should not.");

    private static AegirException Broken(string what, CommandResult result) => new(
        AegirErrorKind.Failed, "ArchiveBroken", $"{what}: the archive cannot be unpacked: {result.Tail(2)}",
        "Fetch it again by hand and compare; where tar, unzip, xz, bzip2 or zstd are missing on the hub's machine, install them.");
}
