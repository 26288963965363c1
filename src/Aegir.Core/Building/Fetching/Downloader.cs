using System.Globalization;
using Aegir.Hosts;

namespace Aegir.Building.Fetching;

/// <summary>Fetches files into the cache, which knows them by their content: what has a checksum and is there already is not fetched again,
/// what has none is asked for with the tag that the server gave it.</summary>
public sealed class Downloader(Workshop shop)
{
    private static int number;

    /// <param name="what">What is fetched for whom, for the error.</param>
    /// <exception cref="AegirException">DownloadFailed, DownloadStalled, DownloadTooLarge, DownloadRedirected, ChecksumWrong. Nothing of the
    /// file is left then.</exception>
    public async Task<CachedFile> FetchAsync(Download download, string what, CancellationToken cancellation)
    {
        var limits = shop.Limits;
        await shop.Gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var result = await shop.Host.RunAsync(
                HostCommand.Script(HostScripts.Resource("Building.Fetching.download.sh"),
                [
                    shop.Cache,
                    string.Create(CultureInfo.InvariantCulture, $"{shop.Mark}-{Interlocked.Increment(ref number)}"),
                    Workshop.Key((download.IsPost ? "POST " : "") + download.Url.Text),
                    download.Checksum?.Algorithm ?? "",
                    download.Checksum?.Hash ?? "",
                    limits.DownloadBytes.ToString(CultureInfo.InvariantCulture),
                    Workshop.Seconds(limits.Stall),
                    Workshop.Seconds(limits.Total),
                    limits.Redirects.ToString(CultureInfo.InvariantCulture),
                    download.Url.IsLocal ? download.Url.Text : "",
                ]) with
                { Input = Configuration(download) }, cancellation).ConfigureAwait(false);
            var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return result.Succeeded && lines.Length == 2
                ? new CachedFile(lines[0], lines[1])
                : throw DownloadErrors.Of(result, download, what, limits);
        }
        finally
        {
            shop.Gate.Release();
        }
    }

    // An address that was looked at holds no quote and no backslash.
    private static string Configuration(Download download)
    {
        if (download.Url.IsLocal)
            return "";
        var parts = download.Url.Text.Split('?', 2);
        return download.IsPost && parts.Length == 2
            ? $"url = \"{parts[0]}\"\ndata-raw = \"{parts[1]}\"\n"
            : $"url = \"{download.Url.Text}\"\n" + (download.IsPost ? "request = POST\n" : "");
    }
}
