using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Aegir;

/// <summary>
/// A constraint on a version in composer's language, as core_version_requirement has it: ^9.4 || ^10, >=8.7.7, ~8.5, 8.x, >=9 &lt;11, *.
/// Flags of stability (@beta) are passed over: Drupal checks against the core that is there, whatever its stability.
/// </summary>
public sealed partial class CoreVersionConstraint
{
    private readonly IReadOnlyList<IReadOnlyList<VersionRange>> alternatives;

    private CoreVersionConstraint(IReadOnlyList<IReadOnlyList<VersionRange>> alternatives) => this.alternatives = alternatives;

    /// <summary>True where one of the alternatives holds in all its parts.</summary>
    public bool IsSatisfiedBy(DrupalVersion version) => alternatives.Any(parts => parts.All(part => part.Contains(version)));

    /// <summary>Whether a core version fulfils a constraint; null where one of the two is missing or cannot be read.</summary>
    public static bool? Satisfies(string? version, string? constraint) =>
        DrupalVersion.TryParse(version, out var parsed) && TryParse(constraint, out var wanted) ? wanted.IsSatisfiedBy(parsed) : null;

    /// <summary>False for null, empty or what is no constraint.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CoreVersionConstraint? constraint)
    {
        constraint = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 1000)
            return false;
        var alternatives = new List<IReadOnlyList<VersionRange>>();
        foreach (var alternative in Or().Split(text.Trim()))
        {
            var parts = new List<VersionRange>();
            foreach (var part in And().Split(Tidy(alternative)))
            {
                if (!VersionRange.TryParse(part, out var range))
                    return false;
                parts.Add(range);
            }
            alternatives.Add(parts);
        }
        constraint = new CoreVersionConstraint(alternatives);
        return true;
    }

    // "1.0 - 2.0" becomes one word, ">= 8" too.
    private static string Tidy(string text) =>
        AfterOperator().Replace(Hyphen().Replace(Flag().Replace(text, ""), "..."), "$1").Trim(' ', ',');

    [GeneratedRegex(@"\s*\|\|?\s*")]
    private static partial Regex Or();

    [GeneratedRegex(@"[\s,]+")]
    private static partial Regex And();

    [GeneratedRegex(@"\s+-\s+")]
    private static partial Regex Hyphen();

    [GeneratedRegex(@"(?<=\S)@(?:stable|rc|beta|alpha|dev)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Flag();

    [GeneratedRegex(@"([<>=!~^]+)\s+")]
    private static partial Regex AfterOperator();
}
