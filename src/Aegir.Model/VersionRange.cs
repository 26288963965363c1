using System.Globalization;
using System.Text.RegularExpressions;

namespace Aegir;

/// <summary>One part of a constraint: from (inclusive or not) to (exclusive or not), or all but one version.</summary>
internal readonly partial record struct VersionRange(DrupalVersion? From, DrupalVersion? To)
{
    private bool AboveFrom { get; init; }

    private bool UpToTo { get; init; }

    private bool Inverted { get; init; }

    public bool Contains(DrupalVersion version)
    {
        var within = (From is not { } from || version > from || (!AboveFrom && version.CompareTo(from) == 0))
            && (To is not { } to || version < to || (UpToTo && version.CompareTo(to) == 0));
        return within != Inverted;
    }

    public static bool TryParse(string text, out VersionRange range)
    {
        range = default;
        if (text is "*" or "x" or "X")
            return true;
        if (text.Split("...") is { Length: 2 } ends)
            return TryHyphen(ends[0], ends[1], out range);
        if (Pattern().Match(text) is not { Success: true } match)
            return false;
        var numbers = Numbers(match);
        if (numbers is null)
            return false;
        var written = match.Groups["version"].Value;
        var op = match.Groups["op"].Value;
        var suffix = match.Groups["suffix"].Value;
        var wild = match.Groups["wild"].Success;
        switch (op)
        {
            // 10.3.x-dev is the branch itself, 10.3.x all that is on it.
            case "" or "=" or "==" or "~" when wild && suffix.Length == 0:
                range = Between(written, numbers, numbers.Length - 1);
                return true;
            case "^":
                var first = Array.FindIndex(numbers, number => number > 0);
                range = Between(written, numbers, Math.Min(first >= 0 ? first : 2, numbers.Length - 1));
                return true;
            case "~":
                range = Between(written, numbers, Math.Max(0, numbers.Length - 2));
                return true;
        }
        if (wild && suffix.Length > 0)
            return DrupalVersion.TryParse(written, out var branch) && TryCompare(op, branch, branch, out range);
        // As in composer, >= and < count from the first development state of a version.
        return TryCompare(op, Version(numbers, suffix), Version(numbers, suffix.Length > 0 ? suffix : "-dev"), out range);
    }

    // From the version itself up to, not including, the next one at a place: 0 major, 1 minor, 2 patch.
    private static VersionRange Between(string written, int[] numbers, int place)
    {
        var next = numbers[..(place + 1)];
        next[place]++;
        var from = WithSuffix().IsMatch(written) ? Version(numbers, written[written.IndexOf('-')..]) : Version(numbers, "-dev");
        return new VersionRange(from, Version(next, "-dev"));
    }

    private static bool TryCompare(string op, DrupalVersion exact, DrupalVersion first, out VersionRange range)
    {
        range = op switch
        {
            ">=" => new VersionRange(first, null),
            ">" => new VersionRange(exact, null) { AboveFrom = true },
            "<" => new VersionRange(null, first),
            "<=" => new VersionRange(null, exact) { UpToTo = true },
            "!=" or "<>" => new VersionRange(exact, exact) { UpToTo = true, Inverted = true },
            _ => new VersionRange(exact, exact) { UpToTo = true },
        };
        return true;
    }

    // "9.1 - 10" ends before 11, "9.1 - 10.2.3" with 10.2.3.
    private static bool TryHyphen(string left, string right, out VersionRange range)
    {
        range = default;
        if (Pattern().Match(left) is not { Success: true } low || Pattern().Match(right) is not { Success: true } high
            || low.Groups["op"].Length + high.Groups["op"].Length > 0 || Numbers(low) is not { } from || Numbers(high) is not { } to)
            return false;
        var start = Version(from, low.Groups["suffix"].Length > 0 ? low.Groups["suffix"].Value : "-dev");
        if (to.Length > 2 || high.Groups["suffix"].Length > 0)
        {
            range = new VersionRange(start, Version(to, high.Groups["suffix"].Value)) { UpToTo = true };
            return true;
        }
        to[^1]++;
        range = new VersionRange(start, Version(to, "-dev"));
        return true;
    }

    private static int[]? Numbers(Match match)
    {
        var numbers = new List<int>();
        foreach (Capture capture in match.Groups["number"].Captures)
        {
            if (!int.TryParse(capture.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == int.MaxValue)
                return null;
            numbers.Add(number);
        }
        return [.. numbers.Take(3)];
    }

    private static DrupalVersion Version(int[] numbers, string suffix) =>
        DrupalVersion.TryParse(string.Join('.', numbers) + suffix, out var version) ? version : default;

    [GeneratedRegex(
        @"\A(?<op>\^|~|>=|<=|<>|!=|==|=|>|<)?(?<version>v?(?<number>\d+)(?:\.(?<number>\d+)){0,3}(?<wild>(?:\.[xX*])+)?(?<suffix>-(?:dev|unstable|alpha|beta|rc)[.-]?\d*)?)\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"-[a-z]+[.-]?\d*\z", RegexOptions.IgnoreCase)]
    private static partial Regex WithSuffix();
}
