using System.Globalization;
using Aegir.Hosts;

namespace Aegir.Building.Fetching;

/// <summary>Checks out git repositories, each over a copy in the cache, so that only what is new travels.</summary>
public sealed class GitFetcher(Workshop shop)
{
    /// <param name="target">A folder that is not there yet.</param>
    /// <exception cref="AegirException">GitFailed, GitRefNotFound, ArchiveUnsafe.</exception>
    public async Task<GitCheckout> FetchAsync(GitDownload download, string target, string what, CancellationToken cancellation)
    {
        var limits = shop.Limits;
        CommandResult result;
        await shop.Gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            result = await shop.Host.RunAsync(HostCommand.Script(HostScripts.Resource("Building.Fetching.git-fetch.sh"),
            [
                shop.Cache, Workshop.Key(download.Url.Text), download.Url.Text, target,
                "http:https:ssh:git" + (download.Url.IsLocal ? ":file" : ""),
                Workshop.Seconds(limits.Stall), Workshop.Seconds(limits.Total), limits.DownloadBytes.ToString(CultureInfo.InvariantCulture),
                download.Branch ?? "", download.Tag ?? "", download.Revision ?? "", download.Refspec ?? "", download.Name ?? "",
                download.Submodules ? "y" : "", download.WorkingCopy ? "y" : "",
            ]), cancellation).ConfigureAwait(false);
        }
        finally
        {
            shop.Gate.Release();
        }
        var lines = result.Output.Split('\n');
        if (!result.Succeeded || lines.Length < 3)
            throw Failed(download, what, result);
        await new Archives(shop).CheckTreeAsync(target, $"{what}: {download.Url}", cancellation).ConfigureAwait(false);
        return new GitCheckout(lines[0], HostAnswer.Time(lines[1], $"git, asked for {download.Url},"), lines[2]);
    }

    private AegirException Failed(GitDownload download, string what, CommandResult result) => result.ExitCode switch
    {
        70 => new AegirException(AegirErrorKind.NotFound, "GitRefNotFound", $"{what}: in {download.Url} {result.Tail(1)}.",
            "Check the name; git ls-remote lists what the repository has."),
        124 or 137 => new AegirException(AegirErrorKind.Unavailable, "GitFailed",
            $"{what}: {download.Url} was given up after {Workshop.Seconds(shop.Limits.Total)} s.", "Try again later, or from a mirror."),
        127 => new AegirException(AegirErrorKind.Unavailable, "GitFailed", $"{what}: {result.Tail(1)}", "Install git, util-linux and coreutils on the hub's machine."),
        _ => new AegirException(AegirErrorKind.Unavailable, "GitFailed", $"{what}: git cannot fetch {download.Url}: {result.Tail(3)}",
            "Check the address, and that the account that runs Aegir on the hub's machine may read the repository."),
    };
}
