using System.Globalization;
using Aegir.Building.Fetching;
using Aegir.Hosts;

namespace Aegir.Building.Makefiles;

/// <summary>Reads a makefile with everything it includes, from the hub's machine, the web and git.</summary>
public sealed class MakefileReader(Workshop shop)
{
    private const int LargestFile = 1 << 20;

    private readonly Downloader downloader = new(shop);
    private readonly HashSet<string> brought = [];

    /// <summary>Reads the makefile at a path on the hub's machine or at a URL.</summary>
    /// <exception cref="AegirException">MakefileNotFound, MakefileSyntax, MakefileInvalid, MakefileUnsafe, SourceUrlRefused, or as
    /// <see cref="Downloader"/>.</exception>
    public async Task<MakeMap> ReadAsync(string location, CancellationToken cancellation)
    {
        var source = SourceUrl.LooksLikeUrl(location)
            ? SourceUrl.Parse(location, "the makefile", SourceKinds.Http | SourceKinds.Local)
            : SourceUrl.LocalPath(location, "the makefile");
        return Finish(await ReadAsync(source, null, 0, cancellation).ConfigureAwait(false));
    }

    /// <summary>Reads a makefile that came with a project.</summary>
    public async Task<MakeMap> ReadAsync(MakeOrigin origin, string path, CancellationToken cancellation) => Finish(
        await ParseAsync(origin, await TextAsync(path, origin.Name, null, cancellation).ConfigureAwait(false), 0, cancellation).ConfigureAwait(false));

    private async Task<MakeMap> ReadAsync(SourceUrl source, MakePlace? named, int depth, CancellationToken cancellation)
    {
        var path = source.Text;
        if (!source.IsLocal)
            path = (await downloader.FetchAsync(new Download(source), named?.ToString() ?? "makefile", cancellation).ConfigureAwait(false)).Path;
        // What a downloaded makefile may name lies beside it; what an admin's names is the admin's.
        var origin = !source.IsLocal ? MakeOrigin.Url(source) : named is { Origin.IsTrusted: false } ? named.Origin.Beside(source.Text) : MakeOrigin.Path(source.Text);
        var text = await TextAsync(path, source.Text, named, cancellation).ConfigureAwait(false);
        return await ParseAsync(origin, text, depth, cancellation).ConfigureAwait(false);
    }

    private async Task<MakeMap> ParseAsync(MakeOrigin origin, string text, int depth, CancellationToken cancellation)
    {
        var tree = origin.IsYaml ? YamlMakefile.Parse(origin, text) : IniMakefile.Parse(origin, text);
        MakeMerge.Normalise(tree);
        var below = await IncludedAsync(tree, "includes", depth, cancellation).ConfigureAwait(false);
        var above = await IncludedAsync(tree, "overrides", depth, cancellation).ConfigureAwait(false);
        brought.UnionWith(Names(tree));
        return below.Append(tree).Concat(above).Aggregate(MakeMerge.Over);
    }

    private async Task<List<MakeMap>> IncludedAsync(MakeMap tree, string key, int depth, CancellationToken cancellation)
    {
        var read = new List<MakeMap>();
        if (tree[key] is not { } node || node is MakeValue { Removes: true })
            return read;
        if (depth >= shop.Limits.Depth)
            throw MakefileErrors.Invalid(node.Place, string.Create(CultureInfo.InvariantCulture, $"makefiles include each other more than {shop.Limits.Depth} deep."),
                "Take out the circle.");
        foreach (var member in node is MakeMap { IsList: false } single && single["makefile"] is not null ? [node] : (node as MakeMap)?.Nodes ?? [node])
            if (member is MakeValue { Text: { Length: > 0 } reference })
                read.Add(await ReadAsync(member.Place.Origin.Resolve(reference, member.Place), member.Place, depth + 1, cancellation).ConfigureAwait(false));
            else if (member is MakeMap map)
                read.Add(await FromRepositoryAsync(map, depth + 1, cancellation).ConfigureAwait(false));
        tree.Set(key, new MakeMap(node.Place));
        return read;
    }

    private async Task<MakeMap> FromRepositoryAsync(MakeMap map, int depth, CancellationToken cancellation)
    {
        var values = new MakeValues(map);
        var file = values.Folder("makefile") ?? throw MakefileErrors.Invalid(map.Place, "the key makefile is missing.", "Name the makefile's path in the repository.");
        // The rules for downloads are the same; the name is only for the eye.
        var item = new MakeItemReader(MakeItemKind.Library, message => shop.Log(TaskLogLevel.Warning, message)).Read("include", Only(map, "download"));
        if (item.Download is not { Type: MakeDownloadType.Git, Url: { } url } download)
            throw MakefileErrors.Invalid(map.Place, "a makefile is included from a path, a URL or a git repository.", "Give download[type] = git and download[url].");
        var folder = shop.NewFolder();
        await new GitFetcher(shop).FetchAsync(new GitDownload(url)
        {
            Branch = download.Branch, Tag = download.Tag, Revision = download.Revision, Refspec = download.Refspec, Submodules = false,
        }, folder, map.Place.ToString(), cancellation).ConfigureAwait(false);
        var origin = MakeOrigin.Inside($"{url}:{file}", folder, file);
        return await ParseAsync(origin, await TextAsync($"{folder}/{file}", origin.Name, map.Place, cancellation).ConfigureAwait(false), depth, cancellation)
            .ConfigureAwait(false);
    }

    private async Task<string> TextAsync(string path, string name, MakePlace? named, CancellationToken cancellation)
    {
        var result = await shop.Host.RunAsync(new HostCommand("head", "-c", (LargestFile + 1).ToString(CultureInfo.InvariantCulture), "--", path), cancellation)
            .ConfigureAwait(false);
        if (!result.Succeeded)
            throw MakefileErrors.NotFound(named, name, result.Tail(1));
        return result.Output.Length <= LargestFile ? result.Output : throw MakefileErrors.NotFound(named, name, "it is larger than 1 MB");
    }

    // What a makefile takes away may come from one that it knows nothing of, and its defaults hold for what it includes: both at the end.
    private MakeMap Finish(MakeMap tree)
    {
        foreach (var place in MakeMerge.Remove(tree, brought))
            shop.Log(TaskLogLevel.Warning, $"{place}: takes away what no makefile brings. To have the latest release, give version an empty value.");
        MakeMerge.FillIn(tree);
        return tree;
    }

    private static IEnumerable<string> Names(MakeMap tree) => new[] { "projects", "libraries" }.SelectMany(section =>
        tree.Map(section)?.Keys.Where(key => tree.Map(section)![key] is MakeMap).Select(key => $"{section}[{key}]") ?? []);

    private static MakeMap Only(MakeMap map, string key)
    {
        var only = new MakeMap(map.Place);
        if (map[key] is { } node)
            only.Set(key, node);
        return only;
    }
}
