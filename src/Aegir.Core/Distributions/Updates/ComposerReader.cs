using Aegir.Building.Fetching;
using Aegir.Hosts;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Aegir.Distributions.Updates;

/// <summary>Finds the newest release of a package of composer within a constraint, or tells whether a folder's lock file changed.</summary>
internal sealed class ComposerReader(Workshop shop)
{
    private const string Packagist = "https://repo.packagist.org";

    private readonly Downloader downloader = new(shop);

    public static void Check(ComposerUpdates composer)
    {
        SourceReader.Require(composer.Repository is null || SourceUrl.LooksLikeUrl(composer.Repository), $"'{composer.Repository}' is no URL.",
            "Give the URL of a repository of composer; packages in folders are followed by the path of a folder with a composer.json.");
        if (composer.Repository is { } repository)
            SourceUrl.Parse(repository, "the repository", SourceKinds.Http);
        SourceReader.Require(composer.Constraint is null || CoreVersionConstraint.TryParse(composer.Constraint, out _), $"'{composer.Constraint}' is no constraint that can be followed.",
            "Write one such as ^10.3 or ~10.3.1.");
    }

    public Task<SourceLook> ReadAsync(ComposerUpdates composer, CancellationToken cancellation) =>
        composer.Package.StartsWith('/') ? FolderAsync(composer, cancellation) : PackageAsync(composer, cancellation);

    private async Task<SourceLook> FolderAsync(ComposerUpdates composer, CancellationToken cancellation)
    {
        var result = await shop.Host.RunAsync(HostCommand.Script("""
            # Hashes what composer would install
            cd -- "$1" && for file in composer.lock composer.json; do [ ! -f "$file" ] || { sha256sum <"$file" | cut -c1-64; exit 0; }; done; exit 66
            """, composer.Package), cancellation).ConfigureAwait(false);
        return result.Output.Trim() is { Length: 64 } hash && result.Succeeded ? new SourceLook(hash, new ComposerSource(composer.Package))
            : throw new AegirException(AegirErrorKind.NotFound, "ComposerFailed", $"{composer.Package} has neither composer.lock nor composer.json.", "Name the folder of a project of composer on the hub's machine.");
    }

    private async Task<SourceLook> PackageAsync(ComposerUpdates composer, CancellationToken cancellation)
    {
        var repository = (composer.Repository ?? Packagist).TrimEnd('/');
        var name = composer.Package.ToLowerInvariant();
        var versions = await VersionsAsync(repository, name, cancellation).ConfigureAwait(false);
        _ = CoreVersionConstraint.TryParse(composer.Constraint, out var constraint);
        var newest = versions.Where(text => DrupalVersion.TryParse(text, out var version) && version.Stage == 5 && constraint?.IsSatisfiedBy(version) != false)
            .MaxBy(text => DrupalVersion.TryParse(text, out var version) ? version : default)
            ?? throw new AegirException(AegirErrorKind.NotFound, "ReleaseNotFound",
                $"{repository} has no release of {name}{(composer.Constraint is null ? "" : $" in {composer.Constraint}")}; it has {Some(versions)}.", "Check name and constraint.");
        return new SourceLook(newest, new ComposerSource(composer.Package, newest, composer.Repository), newest);
    }

    // Packagist and Satis keep one file for each package in p2/. Of others, packages.json tells where, or holds all.
    private async Task<IReadOnlyList<string>> VersionsAsync(string repository, string name, CancellationToken cancellation)
    {
        try
        {
            return Versions(await FetchAsync($"{repository}/p2/{name}.json", cancellation).ConfigureAwait(false), name);
        }
        catch (AegirException error) when (error.Id == "DownloadFailed" && repository != Packagist && error.Message.Contains("404", StringComparison.Ordinal))
        {
            var root = await FetchAsync($"{repository}/packages.json", cancellation).ConfigureAwait(false);
            if (Text(root["metadata-url"]) is not { } pattern)
                return Versions(root, name);
            return Uri.TryCreate(new Uri(repository + "/"), pattern.Replace("%package%", name, StringComparison.Ordinal), out var address)
                ? Versions(await FetchAsync(address.AbsoluteUri, cancellation).ConfigureAwait(false), name)
                : throw NoList(repository, "its metadata-url is no address", null);
        }
    }

    private async Task<JObject> FetchAsync(string address, CancellationToken cancellation)
    {
        var file = await downloader.FetchAsync(new Download(SourceUrl.Parse(address, "the repository", SourceKinds.Http)), "the list of releases", cancellation).ConfigureAwait(false);
        var text = await shop.Host.RunRequiredAsync(new HostCommand("cat", file.Path), cancellation).ConfigureAwait(false);
        try
        {
            return JObject.Parse(text.Output);
        }
        catch (JsonException error)
        {
            throw NoList(address, error.Message, error);
        }
    }

    // A list, where each says what differs from the one before, or in packages.json of old a mapping.
    private static List<string> Versions(JObject root, string name) => (root["packages"] as JObject)?[name] switch
    {
        JArray list => list.OfType<JObject>().Select(item => Text(item["version"])).OfType<string>().ToList(),
        JObject map => map.Properties().Select(property => property.Name).ToList(),
        _ => [],
    };

    private static string? Text(JToken? token) => (token as JValue)?.Value as string;

    private static AegirException NoList(string address, string why, Exception? inner) => new(
        AegirErrorKind.Unavailable, "ComposerFailed", $"{address} is no list of releases: {why}", "Check the address of the repository.", inner);

    private static string Some(IReadOnlyList<string> versions) =>
        versions.Count == 0 ? "none at all" : string.Join(", ", versions.Take(8)) + (versions.Count > 8 ? " …" : "");
}
