using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Aegir;

/// <summary>
/// A version as Drupal writes it: core (7.98, 10.3.6), contributed in the old form (8.x-1.12, 7.x-3.x-dev) or in the semantic one
/// (2.0.1, 2.1.0-beta3). Orders by number, then dev, unstable, alpha, beta, rc, release. A branch (10.3.x-dev) is newer than all of its
/// releases, and 8.x-1.12+5-dev newer than 8.x-1.12. As for composer, the prefix 8.x- only decides between equals, so that 8.x-1.12
/// is older than 2.0.0; what is for Drupal 7 and before is older than all that is not. Mends the defects of aegir-spec 3.2.
/// </summary>
public readonly partial record struct DrupalVersion : IComparable<DrupalVersion>
{
    private static readonly string[] Stages = ["dev", "unstable", "alpha", "beta", "rc"];

    /// <summary>The number before ".x-" of the old form; null in the others.</summary>
    public int? CorePrefix { get; private init; }

    public int Major { get; private init; }

    /// <summary>A development branch such as 1.x has int.MaxValue here.</summary>
    public int Minor { get; private init; }

    public int Patch { get; private init; }

    /// <summary>0 dev, 1 unstable, 2 alpha, 3 beta, 4 rc, 5 release.</summary>
    public int Stage { get; private init; }

    /// <summary>The number behind the stage, such as 3 of beta3.</summary>
    public int StageNumber { get; private init; }

    /// <summary>How many commits it is past the release it names, as in 8.x-1.12+5-dev; 0 for the release itself.</summary>
    public int Ahead { get; private init; }

    /// <summary>The major version of Drupal it says it is for; for core versions its own.</summary>
    public int CoreMajor => CorePrefix ?? Major;

    /// <summary>False for null, empty or anything that is no version.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DrupalVersion version)
    {
        version = default;
        if (text is null || Pattern().Match(text.Trim()) is not { Success: true } match)
            return false;
        if (!Number(match, "major", out var major) || !Number(match, "minor", out var minor)
            || !Number(match, "patch", out var patch) || !Number(match, "number", out var number) || !Number(match, "ahead", out var ahead))
            return false;
        var stage = match.Groups["stage"].Value.ToLowerInvariant();
        version = new DrupalVersion
        {
            CorePrefix = match.Groups["core"].Success ? int.Parse(match.Groups["core"].ValueSpan, CultureInfo.InvariantCulture) : null,
            Major = major,
            Minor = minor,
            Patch = patch,
            Stage = stage.Length > 0 ? Array.IndexOf(Stages, stage) : Stages.Length,
            StageNumber = number,
            Ahead = ahead,
        };
        return true;
    }

    public int CompareTo(DrupalVersion other)
    {
        var order = Generation.CompareTo(other.Generation);
        if (order == 0)
            order = Major.CompareTo(other.Major);
        if (order == 0)
            order = Minor.CompareTo(other.Minor);
        if (order == 0)
            order = Patch.CompareTo(other.Patch);
        if (order == 0)
            order = Stage.CompareTo(other.Stage);
        if (order == 0)
            order = StageNumber.CompareTo(other.StageNumber);
        if (order == 0)
            order = Ahead.CompareTo(other.Ahead);
        return order != 0 ? order : (CorePrefix ?? int.MaxValue).CompareTo(other.CorePrefix ?? int.MaxValue);
    }

    public static bool operator <(DrupalVersion left, DrupalVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(DrupalVersion left, DrupalVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(DrupalVersion left, DrupalVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DrupalVersion left, DrupalVersion right) => left.CompareTo(right) >= 0;

    private int Generation => Math.Min(CorePrefix ?? 8, 8);

    private static bool Number(Match match, string group, out int number)
    {
        number = 0;
        var found = match.Groups[group];
        if (!found.Success)
            return true;
        if (found.ValueSpan is "x" or "X")
        {
            number = int.MaxValue;
            return true;
        }
        return int.TryParse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    [GeneratedRegex(
        @"\Av?(?:(?<core>\d{1,3})\.x-)?(?<major>\d+)(?:\.(?<minor>\d+|x))?(?:\.(?<patch>\d+|x))?(?:-(?<stage>dev|unstable|alpha|beta|rc)[.-]?(?<number>\d+)?)?(?:\+(?<ahead>\d+)-dev|\+.*)?\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
