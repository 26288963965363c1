using System.Security.Cryptography;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>A drupal.org of a test's own: release histories, archives and translations over loopback HTTP.</summary>
public sealed class DrupalOrg : IDisposable
{
    private readonly Dictionary<string, (string Type, List<string> Releases)> projects = [];

    public FileServer Server { get; } = new();

    public string Feed => Server.Url + "/release-history";

    /// <summary>The stand-in of Drupal 7 as a release of core, without other projects.</summary>
    public void AddCore(TempFolder folder, string version = "7.98", string project = "drupal", string extra = "")
    {
        var root = folder.At($"core/{project}-{version}");
        Directory.CreateDirectory(folder.At("core"));
        Command.Run(Fixtures.At("make-platform"), "drupal-7.98", root);
        Command.Run("sh", "-c", "rm -rf \"$1\"/sites/all/modules/* \"$1\"/vendor", "sh", root);
        var archive = folder.At($"core-{project}-{version}.tar.gz");
        Command.Run("tar", "-C", folder.At("core"), "-czf", archive, $"{project}-{version}");
        Add(project, project == "drupal" ? "core" : "profile", version, File.ReadAllBytes(archive), extra);
    }

    /// <summary>A module, theme or profile with an info file and whatever else it has.</summary>
    public void Add(string project, string type, string version, params (string Path, string Content)[] files) => Add(project, type, version,
        Packed.Tar([($"{project}/{project}.info", $"name = {project}\ncore = 7.x\nversion = \"{version}\"\n"), .. files.Select(file => ($"{project}/{file.Path}", file.Content))]));

    public void Add(string project, string type, string version, byte[] archive, string extra = "")
    {
        var url = Server.Add($"/files/{project}-{version}.tar.gz", archive);
        var (_, releases) = projects.TryGetValue(project, out var known) ? known : projects[project] = (type, []);
        releases.Insert(0, $"""
            <release><name>{project} {version}</name><version>{version}</version><status>published</status>
            <download_link>{url}</download_link><mdhash>{Convert.ToHexStringLower(MD5.HashData(archive))}</mdhash>
            <date>1400000000</date>{extra}</release>
            """);
        Server.Add($"/release-history/{project}/7.x", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <project xmlns:dc="http://purl.org/dc/elements/1.1/"><title>{project}</title><short_name>{project}</short_name>
            <type>project_{type}</type><api_version>7.x</api_version><project_status>published</project_status>
            <releases>{string.Join('\n', releases)}</releases></project>
            """, tagged: true);
    }

    public void Dispose() => Server.Dispose();
}
