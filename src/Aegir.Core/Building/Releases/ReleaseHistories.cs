using Aegir.Building.Fetching;
using Aegir.Hosts;

namespace Aegir.Building.Releases;

/// <summary>Fetches the release histories of projects.</summary>
public sealed class ReleaseHistories(Workshop shop)
{
    private readonly Downloader downloader = new(shop);

    /// <param name="core">The branch of Drupal, such as 7.x.</param>
    /// <param name="what">Who asks, for the error.</param>
    /// <param name="feed">The address below which the project has it; null for that of the workshop.</param>
    /// <exception cref="AegirException">ReleaseNotFound, or as <see cref="Downloader"/>.</exception>
    public async Task<ReleaseHistory> ReadAsync(string project, string core, string what, string? feed, CancellationToken cancellation)
    {
        var url = SourceUrl.Parse($"{(feed ?? shop.ReleaseFeed).TrimEnd('/')}/{project}/{ReleaseFeed.Branch(core)}", what, SourceKinds.Http);
        var file = await downloader.FetchAsync(new Download(url), $"{what}, release history", cancellation).ConfigureAwait(false);
        var text = await shop.Host.RunRequiredAsync(new HostCommand("cat", file.Path), cancellation).ConfigureAwait(false);
        try
        {
            return ReleaseFeed.Parse(text.Output);
        }
        catch (FormatException error)
        {
            throw new AegirException(AegirErrorKind.NotFound, "ReleaseNotFound", $"{what}: the feed {url} {error.Message}",
                "Check the project's machine name and the branch of Drupal.", error);
        }
    }
}
