using Aegir.Building.Fetching;

namespace Aegir.Building.Makefiles;

/// <summary>Makes a project or library of its part of the tree.</summary>
internal sealed class MakeItemReader(MakeItemKind kind, Action<string> warn)
{
    public MakeItem Read(string name, MakeMap map)
    {
        if (!SafePath.IsName(name))
            throw MakefileErrors.Unsafe(map.Place, $"'{name}' is not the name of a project or library.",
                "Use letters, digits, and . _ - + behind the first character.");
        var values = new MakeValues(map);
        var download = Download(values);
        var item = new MakeItem(name, kind, map.Place)
        {
            Type = values.OneOf("type", "core", "module", "theme", "profile", "library"),
            Version = Version(values),
            Subdir = values.Folder("subdir") ?? "",
            DirectoryName = values.Name("directory_name") ?? name,
            Destination = values.Folder("destination"),
            Overwrite = values.Flag("overwrite"),
            Location = values.Text("location") is { } location ? SourceUrl.Parse(location.TrimEnd('/'), values.At("location").ToString(), SourceKinds.Http) : null,
            Variant = values.OneOf("variant", "full", "projects", "profile-only"),
            Recursion = values.Flag("do_recursion", otherwise: true),
            Translations = Languages(values, "translations"),
            TranslationPattern = values.Text("l10n_path"),
            WorkingCopy = values.Map("options")?.Flag("working-copy") ?? false,
            Download = download,
            Patches = Patches(values),
        };
        if (values.Has("l10n_url") && item.TranslationPattern is null)
            warn($"{values.At("l10n_url")}: translation servers are not asked; name the pattern of the files in l10n_path.");
        // What the original knows and we need not.
        values.Node("lock");
        values.Node("release");
        foreach (var place in values.Unknown)
            warn($"{place}: this key is not known and has no effect.");
        if (kind == MakeItemKind.Library && download is null)
            throw MakefileErrors.Invalid(map.Place, "a library needs a download.", $"Add libraries[{name}][download][url].");
        return item;
    }

    public static IReadOnlyList<string> Languages(MakeValues values, string key)
    {
        var languages = values.List(key);
        return languages.FirstOrDefault(language => language.Length > 20 || !language.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) is { } odd
            ? throw MakefileErrors.Unsafe(values.At(key), $"'{odd}' is not the code of a language.", "Write codes such as de, pt-br.")
            : languages;
    }

    private static string? Version(MakeValues values) => values.Text("version") switch
    {
        null => null,
        { } text when text.Length <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '_') && text[0] != '-' => text,
        { } text => throw MakefileErrors.Invalid(values.At("version"), $"'{text}' is no version.", "Write it as drupal.org does, such as 3.2 or 7.x-3.2."),
    };

    private MakeDownload? Download(MakeValues values)
    {
        if (values.Map("download") is not { } keys)
            return null;
        var type = keys.OneOf("type", "git", "file", "get", "copy", "svn", "bzr", "cvs") ?? (kind == MakeItemKind.Library && !IsGit(keys) ? "file" : "git");
        if (type is "svn" or "bzr" or "cvs")
            throw MakefileErrors.Invalid(keys.At("type"), $"downloads of type {type} are not supported.", "Use git, file, get or copy.");
        var download = new MakeDownload(type switch { "git" => MakeDownloadType.Git, "copy" => MakeDownloadType.Copy, _ => MakeDownloadType.File }, keys.Place)
        {
            Url = Url(keys, type),
            Branch = keys.Ref("branch"),
            Tag = keys.Ref("tag"),
            Revision = keys.Ref("revision"),
            Refspec = keys.Ref("refspec"),
            Checksum = keys.Checksum(),
            FileName = keys.Name("filename"),
            Subtree = keys.Folder("subtree"),
            IsPost = keys.OneOf("request_type", "get", "post") == "post",
        };
        if (download.Url is null && type != "git")
            throw MakefileErrors.Invalid(keys.Place, $"a download of type {type} needs a url.", "Add the key url.");
        foreach (var place in keys.Unknown)
            warn($"{place}: this key is not known and has no effect.");
        return download;
    }

    private static bool IsGit(MakeValues keys) => new[] { "branch", "tag", "revision", "refspec" }.Any(keys.Has)
        || keys.Text("url") is { } url && url.EndsWith(".git", StringComparison.Ordinal);

    private static SourceUrl? Url(MakeValues keys, string type)
    {
        if (keys.Text("url") is not { } text)
            return null;
        var place = keys.At("url");
        if (type == "git")
            return SourceUrl.LooksLikeUrl(text) || text.Contains('@') || text.StartsWith('-')
                ? SourceUrl.Parse(text, place.ToString(), SourceKinds.Http | SourceKinds.Git | (place.Origin.IsTrusted ? SourceKinds.Local : 0))
                : place.Origin.Resolve(text, place);
        return place.Origin.Resolve(text, place);
    }

    private static List<MakePatch> Patches(MakeValues values) => values.Node("patch") switch
    {
        null or MakeValue { Removes: true } => [],
        MakeValue value => [Patch(value)],
        MakeMap { IsList: false } map when map["url"] is not null => [Patch(map)],
        MakeMap map => map.Nodes.Where(node => node is not MakeValue { Removes: true }).Select(Patch).ToList(),
        _ => [],
    };

    private static MakePatch Patch(MakeNode node)
    {
        if (node is MakeValue { Text: { Length: > 0 } text })
            return new MakePatch(node.Place.Origin.Resolve(text, node.Place), null, node.Place);
        if (node is not MakeMap map || new MakeValues(map) is not { } keys || keys.Text("url") is not { } url)
            throw MakefileErrors.Invalid(node.Place, "a patch is a URL or path, or a mapping with url.", "Write patch[] = URL.");
        return new MakePatch(map.Place.Origin.Resolve(url, keys.At("url")), keys.Checksum(), map.Place);
    }
}
