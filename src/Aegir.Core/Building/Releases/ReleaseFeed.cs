using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Aegir.Building.Releases;

/// <summary>Reads the update feeds of drupal.org, in the form of Drupal 7 and in the one for all versions since.</summary>
public static class ReleaseFeed
{
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The last part of a feed's address for a branch of Drupal.</summary>
    public static string Branch(string core) => int.TryParse(core.Split('.')[0], out var major) && major < 8 ? core : "current";

    /// <exception cref="FormatException">It is no feed, or says that there are no releases; the message goes behind "the feed".</exception>
    public static ReleaseHistory Parse(string xml)
    {
        XElement root;
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = 50_000_000 });
            root = XDocument.Load(reader).Root!;
        }
        catch (XmlException error)
        {
            throw new FormatException("is no XML: " + error.Message, error);
        }
        if (root.Name.LocalName == "error")
            throw new FormatException("says: " + root.Value.Trim());
        if (root.Name.LocalName != "project")
            throw new FormatException($"is of something else than a project: {root.Name.LocalName}");
        return new ReleaseHistory
        {
            Project = Text(root, "short_name") ?? "",
            Type = Type(root),
            RecommendedMajor = Number(Text(root, "recommended_major")),
            SupportedMajors = List(root, "supported_majors").Select(Number).OfType<int>().ToList(),
            SupportedBranches = List(root, "supported_branches"),
            Releases = Releases(root),
        };
    }

    private static List<Release> Releases(XElement root) => (root.Element("releases")?.Elements("release") ?? [])
        .Select(Release).Where(release => release.Version.Length > 0)
        .Select((release, index) => (release, index))
        .OrderByDescending(item => DrupalVersion.TryParse(item.release.Version, out var version) ? version : default).ThenBy(item => item.index)
        .Select(item => item.release).ToList();

    private static Release Release(XElement element) => new()
    {
        Version = Text(element, "version") ?? "",
        Date = long.TryParse(Text(element, "date"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
        IsPublished = Text(element, "status") is null or "published",
        DownloadLink = Text(element, "download_link"),
        Md5 = Text(element, "mdhash"),
        Files = (element.Element("files")?.Elements("file") ?? []).Where(file => Text(file, "archive_type") is null or "tar.gz")
            .Select(file => new ReleaseFile(Text(file, "url") ?? "", Text(file, "md5"), Text(file, "variant"))).Where(file => file.Url.Length > 0).ToList(),
        Types = Terms(element, "Release type").ToList(),
    };

    private static string? Type(XElement root) => Text(root, "type") switch
    {
        "project_core" => "core",
        "project_module" => "module",
        "project_theme" => "theme",
        "project_profile" or "project_distribution" => "profile",
        _ => Terms(root, "Projects").Select(term => term switch
        {
            "Drupal core" or "Drupal project" => "core",
            "Modules" => "module",
            "Themes" => "theme",
            "Installation profiles" or "Distributions" or "Installation Profiles" => "profile",
            _ => null,
        }).FirstOrDefault(type => type is not null),
    };

    private static IEnumerable<string> Terms(XElement element, string name) => (element.Element("terms")?.Elements("term") ?? [])
        .Where(term => Text(term, "name") == name).Select(term => Text(term, "value")).OfType<string>();

    private static List<string> List(XElement element, string name) =>
        [.. (Text(element, name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(XElement element, string name) => element.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
