using System.Globalization;
using Aegir.Hosts;

namespace Aegir.Building.Fetching;

/// <summary>What the exit codes of the download script and of curl mean.</summary>
internal static class DownloadErrors
{
    public static AegirException Of(CommandResult result, Download download, string what, BuildLimits limits)
    {
        var said = result.Error.Trim().Split('\n')[^1];
        var seconds = Workshop.Seconds(limits.Stall);
        return result.ExitCode switch
        {
            65 => Error("ChecksumWrong", AegirErrorKind.Refused,
                $"has {download.Checksum!.Algorithm} {said}, not {download.Checksum.Hash}; it was not used",
                "Find out which of the two is right: the file may have been exchanged, or the checksum is that of another release."),
            66 => Error("DownloadFailed", AegirErrorKind.NotFound, "is not there", "Check the path; it is one on the hub's machine."),
            28 => Error("DownloadStalled", AegirErrorKind.Unavailable,
                $"was given up: it brought nothing for {seconds} s, or took more than {Workshop.Seconds(limits.Total)} s in all",
                "Try again later, or from a mirror."),
            47 => Error("DownloadRedirected", AegirErrorKind.Refused,
                string.Create(CultureInfo.InvariantCulture, $"is redirected more than {limits.Redirects} times"), "Name the address at the end of the redirections."),
            63 => Error("DownloadTooLarge", AegirErrorKind.Refused,
                string.Create(CultureInfo.InvariantCulture, $"is larger than {limits.DownloadBytes} bytes"), "Check the address; a platform's parts are smaller."),
            1 => Error("DownloadFailed", AegirErrorKind.Refused, $"leads to a protocol other than http and https: {said}", "Name another address."),
            18 => Error("DownloadFailed", AegirErrorKind.Unavailable, $"ended before all of it was there: {said}", "Try again; the server or a proxy cuts it off."),
            127 => Error("DownloadFailed", AegirErrorKind.Unavailable, $"needs a program that is missing: {said}", "Install curl and coreutils on the hub's machine."),
            _ => Error("DownloadFailed", AegirErrorKind.Unavailable,
                string.Create(CultureInfo.InvariantCulture, $"could not be fetched: {(said.Length > 0 ? said : $"exit code {result.ExitCode}")}"),
                "Check the address, and that the hub's machine reaches it."),
        };

        AegirException Error(string id, AegirErrorKind kind, string why, string action) => new(kind, id, $"{what}: {download.Url} {why}.", action);
    }
}
