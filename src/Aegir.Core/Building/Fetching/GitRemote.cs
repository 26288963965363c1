using Aegir.Hosts;

namespace Aegir.Building.Fetching;

/// <summary>Asks a git repository what it has: one git ls-remote each.</summary>
public sealed class GitRemote(Workshop shop)
{
    /// <summary>The commit that is the head of a branch; of the default branch where none is named.</summary>
    /// <exception cref="AegirException">GitFailed, GitRefNotFound.</exception>
    public async Task<string> HeadAsync(SourceUrl url, string? branch, CancellationToken cancellation)
    {
        var name = branch is null ? "HEAD" : "refs/heads/" + branch;
        var refs = await ListAsync(url, [name], cancellation).ConfigureAwait(false);
        return refs.TryGetValue(name, out var commit) ? commit : throw NotFound(url, branch is null ? "a default branch" : $"a branch {branch}");
    }

    /// <summary>The newest tag that fits a pattern, by version: a release before its candidates, which come before what is no version.</summary>
    /// <exception cref="AegirException">GitFailed, GitRefNotFound.</exception>
    public async Task<(string Tag, string Commit)> NewestTagAsync(SourceUrl url, NamePattern pattern, CancellationToken cancellation)
    {
        const string Prefix = "refs/tags/";
        const string Peeled = "^{}";
        var refs = await ListAsync(url, [Prefix + "*"], cancellation).ConfigureAwait(false);
        var tags = refs.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.EndsWith(Peeled, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]).Where(tag => pattern.Matches(tag) && GitDownload.IsRef(tag)).ToList();
        var newest = tags.MaxBy(Rank) ?? throw NotFound(url, $"a tag like {pattern}");
        return (newest, refs.TryGetValue(Prefix + newest + Peeled, out var commit) ? commit : refs[Prefix + newest]);
    }

    // Candidates of the next release are newer than the last, but nobody who asked for tags asked for these.
    private static (bool IsVersion, bool IsStable, DrupalVersion Version, string Text) Rank(string tag)
    {
        var text = tag.StartsWith("release-", StringComparison.OrdinalIgnoreCase) ? tag["release-".Length..] : tag;
        return DrupalVersion.TryParse(text, out var version) ? (true, version.Stage == 5, version, tag) : (false, false, default, tag);
    }

    private async Task<Dictionary<string, string>> ListAsync(SourceUrl url, IReadOnlyList<string> refs, CancellationToken cancellation)
    {
        var result = await shop.Host.RunAsync(HostCommand.Script(HostScripts.Resource("Building.Fetching.git-refs.sh"),
        [
            url.Text, "http:https:ssh:git" + (url.IsLocal ? ":file" : ""), Workshop.Seconds(shop.Limits.Stall), Workshop.Seconds(shop.Limits.Total), .. refs,
        ]), cancellation).ConfigureAwait(false);
        if (!result.Succeeded)
            throw new AegirException(AegirErrorKind.Unavailable, "GitFailed",
                result.ExitCode is 124 or 137 ? $"{url} did not answer within {Workshop.Seconds(shop.Limits.Total)} s." : $"git cannot read {url}: {result.Tail(3)}",
                "Check the address, and that the account that runs Aegir on the hub's machine may read the repository.");
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t', 2)).Where(parts => parts.Length == 2)
            // Whatever a server says twice counts once.
            .DistinctBy(parts => parts[1])
            .ToDictionary(parts => parts[1], parts => parts[0]);
    }

    private static AegirException NotFound(SourceUrl url, string what) => new(AegirErrorKind.NotFound, "GitRefNotFound",
        $"{url} does not have {what}.", "Check the name; git ls-remote lists what the repository has.");
}
