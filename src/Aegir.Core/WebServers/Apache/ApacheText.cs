namespace Aegir.WebServers.Apache;

/// <summary>The one way a value gets into a configuration of Apache.</summary>
internal static class ApacheText
{
    /// <summary>Quotes a path.</summary>
    /// <exception cref="AegirException">SiteNotServable: Apache takes some signs of a folder's name for a pattern or a variable.</exception>
    public static string Path(string name, string path) => path.IndexOfAny(['*', '?', '[', ']', '\\']) >= 0 || path.Contains("${", StringComparison.Ordinal)
        ? throw HostedSiteRules.NotServable(name, $"Apache cannot be told of the folder '{path}', as it has one of * ? [ ] \\ ${{ in its name")
        : "\"" + path.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
