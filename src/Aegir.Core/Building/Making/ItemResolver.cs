using Aegir.Building.Fetching;
using Aegir.Building.Makefiles;
using Aegir.Building.Releases;

namespace Aegir.Building.Making;

/// <summary>Finds out where an item comes from; projects without a download are looked up in their release feed.</summary>
internal sealed class ItemResolver(Workshop shop)
{
    private readonly ReleaseHistories histories = new(shop);

    /// <param name="core">The branch of Drupal, such as 7.x.</param>
    /// <exception cref="AegirException">ReleaseNotFound, MakefileInvalid, or as <see cref="ReleaseHistories"/>.</exception>
    public async Task<ResolvedItem> ResolveAsync(MakeItem item, string core, string contrib, CancellationToken cancellation)
    {
        if (item.Kind == MakeItemKind.Library)
            return Place(Downloaded(item, "library"), contrib);
        var type = item.Type ?? (item.Name == "drupal" ? "core" : null);
        if (item.Download is not null)
            return Place(Downloaded(item, type ?? await TypeAsync(item, core, cancellation).ConfigureAwait(false)), contrib);
        var history = await HistoryAsync(item, core, cancellation).ConfigureAwait(false);
        var release = ReleaseChoice.Choose(history, core, item.Version)
            ?? throw new AegirException(AegirErrorKind.NotFound, "ReleaseNotFound",
                $"{item.What}: there is no release {item.Version ?? "at all"} for {core}; {Known(history)}.", "Name a version that is there, or a download.");
        if (release.IsInsecure)
            shop.Log(TaskLogLevel.Warning, $"{item.What}: release {release} is insecure.");
        return Place(Released(item, release, type ?? history.Type ?? "module"), contrib);
    }

    private static ResolvedItem Place(ResolvedItem item, string contrib) => item with { Path = Placement.PathOf(item.Item, item.Type, contrib) };

    private ResolvedItem Downloaded(MakeItem item, string type)
    {
        var download = item.Download!;
        var resolved = new ResolvedItem(item, type) { Version = item.Version };
        return download.Type switch
        {
            MakeDownloadType.Copy => resolved with { Folder = download.Url!.IsLocal ? download.Url : throw MakefileErrors.Invalid(download.Place, "only a folder can be copied.", "Give its path.") },
            MakeDownloadType.File => resolved with { File = new Download(download.Url!) { Checksum = download.Checksum, IsPost = download.IsPost } },
            _ => resolved with
            {
                Git = new GitDownload(download.Url ?? SourceUrl.Parse($"{shop.Repositories}/{item.Name}.git", item.What, SourceKinds.Http | SourceKinds.Git | SourceKinds.Local))
                {
                    Branch = download.Branch,
                    Tag = download.Tag,
                    Revision = download.Revision,
                    Refspec = download.Refspec,
                    WorkingCopy = item.WorkingCopy,
                },
            },
        };
    }

    private static ResolvedItem Released(MakeItem item, Release release, string type)
    {
        // A distribution comes with core and projects, with projects, or alone.
        string[] variants = (item.Variant ?? (type == "core" ? "full" : "profile-only")) switch
        {
            "full" => ["core"],
            "projects" => ["projects", "no-core"],
            _ => ["profile-only"],
        };
        var file = release.Archive(variants)
            ?? throw new AegirException(AegirErrorKind.NotFound, "ReleaseNotFound", $"{item.What}: release {release} has nothing to download.", "Name another version.");
        return new ResolvedItem(item, type)
        {
            Version = release.Version,
            File = new Download(SourceUrl.Parse(file.Url, item.What, SourceKinds.Http)) { Checksum = file.Md5 is null ? null : Checksum.Of("md5", file.Md5) },
        };
    }

    private async Task<string> TypeAsync(MakeItem item, string core, CancellationToken cancellation)
    {
        try
        {
            if ((await HistoryAsync(item, core, cancellation).ConfigureAwait(false)).Type is { } type)
                return type;
        }
        catch (AegirException error)
        {
            throw new AegirException(error.Kind, "MakefileInvalid", $"{item.What}: it is not said what it is, and its releases do not tell: {error.Message}",
                $"Add projects[{item.Name}][type] = module, theme, profile or core.", error);
        }
        return "module";
    }

    private Task<ReleaseHistory> HistoryAsync(MakeItem item, string core, CancellationToken cancellation) =>
        histories.ReadAsync(item.Name, core, item.What, item.Location?.Text, cancellation);

    private static string Known(ReleaseHistory history) => history.Releases.Count == 0
        ? "the feed has none"
        : "there are " + string.Join(", ", history.Releases.Take(8).Select(release => release.Version)) + (history.Releases.Count > 8 ? " …" : "");
}
