using System.Text.RegularExpressions;

namespace Aegir.Drupal;

/// <summary>Makes the packages of a code base out of its files (aegir-spec 3.1).</summary>
internal sealed partial class PackageRegistry(CodeBaseScan scan, CoreVersion core, List<string> warnings)
{
    private readonly List<Package> packages = [];
    private readonly Dictionary<string, string> profiles = new(StringComparer.Ordinal);
    private ComposerInstalled? composer;

    public IReadOnlyList<Package> Build()
    {
        packages.Add(new Package
        {
            Type = PackageType.Platform, Name = "drupal", Title = "Drupal", Project = "drupal", Version = core.Version,
            PhpRequirement = core.PhpMinimum,
        });
        foreach (var path in scan.Files.Keys.Order(StringComparer.Ordinal))
        {
            if (path.EndsWith(scan.InfoSuffix, StringComparison.Ordinal))
                Add(path);
            else if (!scan.IsModern && path.EndsWith(".profile", StringComparison.Ordinal) && !scan.Files.ContainsKey(path[..^8] + ".info"))
                AddBareProfile(path);
        }
        for (var i = 0; i < packages.Count; i++)
            packages[i] = packages[i] with { Profile = ProfileAbove(packages[i]) };
        return WithoutDuplicates();
    }

    private void Add(string path)
    {
        var (folder, file) = Split(path);
        var name = file[..^scan.InfoSuffix.Length];
        void Warn(string reason) => warnings.Add($"{path}: {reason}");
        var read = scan.Info(path);
        foreach (var complaint in read.Complaints)
            Warn(complaint);
        if (read.Values is not { } info)
            return;
        if ((scan.IsModern ? PackageLocation.ModernType(info, Warn) : PackageLocation.LegacyType(path, info)) is not { } type)
            return;
        if (!MachineName().IsMatch(name))
        {
            Warn($"'{name}' is no machine name; Drupal does not see it");
            return;
        }
        var install = scan.Files.TryGetValue($"{folder}/{name}.install", out var code) ? InstallFile.Read(code, name) : default;
        packages.Add(Identify(new Package
        {
            Type = type,
            Name = name,
            Title = Value(info, "name"),
            Version = Value(info, "version"),
            Project = Value(info, "project"),
            Schema = install.Schema,
            LastRemovedUpdate = install.LastRemoved,
            CoreRequirement = Value(info, "core_version_requirement") ?? Value(info, "core")?.Replace("DRUPAL_CORE_COMPATIBILITY", core.Major + ".x"),
            PhpRequirement = Value(info, "php"),
            Path = folder,
            SiteDirectory = PackageLocation.Site(folder),
        }));
        if (type == PackageType.Profile)
            profiles[folder] = name;
    }

    private void AddBareProfile(string path)
    {
        var (folder, file) = Split(path);
        var name = file[..^".profile".Length];
        if (folder != "profiles/" + name || !MachineName().IsMatch(name))
            return;
        packages.Add(new Package { Type = PackageType.Profile, Name = name, Version = core.Version, Path = folder });
        profiles[folder] = name;
    }

    // VERSION is what core's own info files say; a build from git has no version in them, but composer knows it.
    private Package Identify(Package package)
    {
        if (package.Version == "VERSION")
            return package with { Version = core.Version, Project = package.Project ?? "drupal" };
        if (package.Version is not null)
            return package;
        if (package.Path.StartsWith("core/", StringComparison.Ordinal))
            return package with { Version = core.Version, Project = "drupal" };
        composer ??= LoadComposer();
        if (composer.Find($"{scan.Docroot}/{package.Path}", package.Project, package.Name) is { } found)
            return package with { Version = found.Version, Project = found.Project };
        return package.Type == PackageType.Profile ? package with { Version = core.Version } : package;
    }

    private ComposerInstalled LoadComposer()
    {
        var folder = scan.ProjectRoot.TrimEnd('/') + "/vendor/composer";
        var path = folder + "/installed.json";
        return new ComposerInstalled(scan.Text(path) ?? "[]", folder, reason => warnings.Add($"{path}: {reason}"));
    }

    private string? ProfileAbove(Package package)
    {
        if (package.Type is PackageType.Profile or PackageType.Platform)
            return null;
        for (var folder = package.Path; folder.Length > 0; folder = Split(folder).Folder)
        {
            if (profiles.TryGetValue(folder, out var profile))
                return profile;
        }
        return null;
    }

    private List<Package> WithoutDuplicates()
    {
        var kept = new List<Package>();
        foreach (var group in packages.GroupBy(package => (package.Type, package.Name, package.Profile, package.SiteDirectory)))
        {
            var ranked = group.OrderByDescending(package => PackagePrecedence.Of(package, core.Major))
                .ThenBy(package => package.Path, StringComparer.Ordinal).ToList();
            kept.Add(ranked[0]);
            foreach (var other in ranked.Skip(1).Where(other => PackagePrecedence.Of(other, core.Major) == PackagePrecedence.Of(ranked[0], core.Major)))
                warnings.Add($"{other.Path}: {other.Name} is also in {ranked[0].Path}, which is the one taken");
        }
        return [.. kept.OrderBy(package => package.Type).ThenBy(package => package.Name, StringComparer.Ordinal)
            .ThenBy(package => package.Path, StringComparer.Ordinal)];
    }

    private static string? Value(IReadOnlyDictionary<string, string> info, string key) =>
        info.TryGetValue(key, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

    private static (string Folder, string File) Split(string path) =>
        path.LastIndexOf('/') is var slash && slash >= 0 ? (path[..slash], path[(slash + 1)..]) : ("", path);

    [GeneratedRegex(@"\A[A-Za-z_\x80-\uffff][A-Za-z0-9_\x80-\uffff]*\z")]
    private static partial Regex MachineName();
}
