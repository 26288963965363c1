using System.Globalization;
using System.Text.RegularExpressions;

namespace Aegir;

/// <summary>What the tokens of a platform's name come to.</summary>
/// <param name="Version">Of Drupal core; null as long as it is not known.</param>
/// <param name="Hash">Of what it was built from; null as long as it is not known.</param>
public sealed record PlatformNameParts(string? Distribution, DateTimeOffset Date, int Build, string? Version = null, string? Hash = null);

/// <summary>A pattern of platform names with {distribution}, {version}, {date}, {build} and {hash} (aegir-spec 4.7).</summary>
public static partial class PlatformNamePattern
{
    /// <summary>True where the name is only known once the platform is built.</summary>
    public static bool IsLate(string pattern) => Has(pattern, "version") || Has(pattern, "hash");

    public static bool HasBuild(string pattern) => Has(pattern, "build");

    /// <summary>The tokens in it that are none.</summary>
    public static IReadOnlyList<string> Unknown(string pattern) => Token().Matches(pattern).Select(match => match.Groups[1].Value)
        .Where(token => token is not ("distribution" or "version" or "date" or "build" or "hash")).ToList();

    /// <summary>The name; tokens whose value is not known stay as they are.</summary>
    public static string Expand(string pattern, PlatformNameParts parts) => Token().Replace(pattern, match => match.Groups[1].Value switch
    {
        "distribution" => parts.Distribution ?? match.Value,
        "version" => parts.Version ?? match.Value,
        "date" => parts.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "build" => parts.Build.ToString(CultureInfo.InvariantCulture),
        "hash" => parts.Hash is { Length: > 8 } hash ? hash[..8] : parts.Hash ?? match.Value,
        _ => match.Value,
    });

    /// <summary>The folder that a platform of that name lies in: a-z, 0-9 and _ . - stay (aegir-spec 1.3).</summary>
    public static string FolderOf(string name) => Other().Replace(name.Trim().ToLowerInvariant(), "-").Trim('-', '.');

    private static bool Has(string pattern, string token) => pattern.Contains("{" + token + "}", StringComparison.Ordinal);

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Token();

    [GeneratedRegex(@"[^a-z0-9_.-]+")]
    private static partial Regex Other();
}
