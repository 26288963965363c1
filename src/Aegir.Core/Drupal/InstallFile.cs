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
        text = Comment().Replace(text, "");
        var schema = 0;
        foreach (Match match in Update().Matches(text))
        {
            if (IsOf(match, module) && Number(match) is { } number)
                schema = Math.Max(schema, number);
        }
        var removed = LastRemovedUpdate().Matches(text).FirstOrDefault(match => IsOf(match, module));
        return new InstallFile(schema, removed is null ? 0 : Number(removed) ?? 0);
    }

    // Names of PHP functions do not tell capitals from small letters.
    private static bool IsOf(Match match, string module) =>
        match.Groups["module"].ValueSpan.Equals(module, StringComparison.OrdinalIgnoreCase);

    private static int? Number(Match match) =>
        int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^[ \t]*/\*.*?\*/", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[ \t]*function\s+&?(?<module>\w+)_update_(?<number>\d+)\s*\(", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Update();

    [GeneratedRegex(
        @"^[ \t]*function\s+&?(?<module>\w+)_update_last_removed\s*\([^{}]*\{[^{}]*?\breturn\s+['""]?(?<number>\d+)",
        RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex LastRemovedUpdate();
}
