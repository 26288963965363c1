using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Aegir.Drupal;

/// <summary>What vendor/composer/installed.json says of drupal.org projects: versions for info files that name none.</summary>
internal sealed class ComposerInstalled
{
    private readonly Dictionary<string, (string Project, string Version)> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Project, string Version)> byPath = new(StringComparer.Ordinal);

    /// <param name="folder">The folder of installed.json, which its install paths start from; absolute.</param>
    public ComposerInstalled(string json, string folder, Action<string> warn)
    {
        try
        {
            // Composer 1 wrote a list, composer 2 an object around it.
            var root = JToken.Parse(json);
            foreach (var package in (root is JObject ? root["packages"] as JArray : root as JArray)?.OfType<JObject>() ?? [])
                Add(package, folder);
        }
        catch (JsonException error)
        {
            warn("is no JSON: " + error.Message);
        }
    }

    /// <summary>The project a folder belongs to, by where composer put it, else by its name; null where composer knows neither.</summary>
    public (string Project, string Version)? Find(string folder, params IEnumerable<string?> names)
    {
        for (var path = folder; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('/'))])
        {
            if (byPath.TryGetValue(path, out var found))
                return found;
        }
        if (byPath.Count > 0)
            return null;
        return names.OfType<string>().Where(byName.ContainsKey).Select(name => byName[name]).Cast<(string, string)?>().FirstOrDefault();
    }

    private void Add(JObject package, string folder)
    {
        if (Text(package["name"]) is not { } name || !name.StartsWith("drupal/", StringComparison.Ordinal))
            return;
        // Drupal's own writing of the version (8.x-1.12) is what its info files have where they have one.
        var version = Text((package["extra"] as JObject)?["drupal"] is JObject drupal ? drupal["version"] : null) ?? Text(package["version"]);
        if (version is null)
            return;
        if (version.StartsWith("dev-", StringComparison.Ordinal))
            version = version["dev-".Length..] + "-dev";
        var found = (name["drupal/".Length..], version);
        byName[found.Item1] = found;
        if (Text(package["install-path"]) is { } path && Resolve(folder, path) is { } absolute)
            byPath[absolute] = found;
    }

    private static string? Text(JToken? token) => token is JValue { Value: string { Length: > 0 } text } ? text : null;

    private static string? Resolve(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : folder + "/" + path).Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part.Length > 0 && part is not ("." or ".."))
                parts.Add(part);
        }
        return parts.Count > 0 ? "/" + string.Join('/', parts) : null;
    }
}
