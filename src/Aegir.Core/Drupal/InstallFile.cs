using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Aegir.Drupal;

/// <summary>The update numbers of a module's .install file (aegir-spec 3.1).</summary>
/// <param name="Schema">The highest N of name_update_N(); 0 where there is none.</param>
/// <param name="LastRemoved">What name_update_last_removed() returns; 0 where there is none.</param>
internal readonly partial record struct InstallFile(int Schema, int LastRemoved)
{
    public static InstallFile Read(byte[] content, string module)
    {
        // Latin-1: only ASCII is looked at, and no byte is refused.
        var text = Encoding.Latin1.GetString(content).Replace('\r', '\n');
        text = WithoutComments(text);
        var schema = 0;
        foreach (Match match in Update().Matches(text))
        {
            if (IsOf(match, module) && Number(match) is { } number)
                schema = Math.Max(schema, number);
        }
        var removed = LastRemovedUpdate().Matches(text).FirstOrDefault(match => IsOf(match, module));
        return new InstallFile(schema, removed is null ? 0 : Number(removed) ?? 0);
    }

    // Only comments that begin a line: elsewhere the two characters are mostly part of a path in a string.
    private static string WithoutComments(string text)
    {
        var kept = new StringBuilder(text.Length);
        var done = 0;
        for (var from = 0; text.IndexOf("/*", from, StringComparison.Ordinal) is var start and >= 0; from = Math.Max(done, start + 2))
        {
            var before = start - 1;
            while (before >= 0 && text[before] is ' ' or '\t')
                before--;
            if (before >= 0 && text[before] != '\n')
                continue;
            var end = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
            if (end < 0)
                break;
            kept.Append(text, done, start - done);
            done = end + 2;
        }
        return kept.Append(text, done, text.Length - done).ToString();
    }

    // Names of PHP functions do not tell capitals from small letters.
    private static bool IsOf(Match match, string module) =>
        match.Groups["module"].ValueSpan.Equals(module, StringComparison.OrdinalIgnoreCase);

    private static int? Number(Match match) =>
        int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^[ \t]*function\s+&?(?<module>\w+)_update_(?<number>\d+)\s*\(", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Update();

    [GeneratedRegex(
        @"^[ \t]*function\s+&?(?<module>\w+)_update_last_removed\s*\([^{}]{0,500}\{[^{}]{0,2000}?\breturn\s+['""]?(?<number>\d+)",
        RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex LastRemovedUpdate();
}
