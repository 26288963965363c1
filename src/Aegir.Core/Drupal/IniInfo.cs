using System.Text.RegularExpressions;

namespace Aegir.Drupal;

/// <summary>
/// The info syntax of Drupal 7: key = value, with key[] and key[sub] for lists, values bare or in quotes that may span lines,
/// and ; for comments (aegir-spec 3.1). A later value replaces an earlier one: drupal.org appends its own.
/// </summary>
internal static partial class IniInfo
{
    // No quoted value of a real file comes near it; it keeps a quote that is never closed from being looked for again and again.
    private const int LongestValue = 10_000;

    public static Dictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var lists = new Dictionary<string, int>(StringComparer.Ordinal);
        var at = 0;
        while (at < text.Length)
        {
            var end = LineEnd(text, at);
            var equals = text.IndexOf('=', at, end - at);
            if (equals < 0 || Key(text[at..equals]) is not { } key)
            {
                at = end + 1;
                continue;
            }
            var start = equals + 1;
            while (start < end && char.IsWhiteSpace(text[start]))
                start++;
            var close = start < end && text[start] is '"' or '\'' ? ClosingQuote(text, start) : -1;
            values[Numbered(key, lists)] = close < 0 ? text[start..end].Trim() : Unescape(text[(start + 1)..close]);
            at = (close < 0 ? end : LineEnd(text, close)) + 1;
        }
        return values;
    }

    private static int LineEnd(string text, int at)
    {
        var end = text.AsSpan(at).IndexOfAny('\n', '\r');
        return end < 0 ? text.Length : at + end;
    }

    private static string? Key(string text)
    {
        var key = text.Trim();
        return key.Length == 0 || key.Contains(';') || key.Count(c => c == '[') != key.Count(c => c == ']') ? null : key;
    }

    // key[] stands for the next number.
    private static string Numbered(string key, Dictionary<string, int> lists)
    {
        if (!key.EndsWith("[]", StringComparison.Ordinal))
            return key;
        var number = lists.GetValueOrDefault(key);
        lists[key] = number + 1;
        return $"{key[..^1]}{number}]";
    }

    // A quote that is not the last thing on its line ends nothing: the value is then taken as it stands, up to the line's end.
    private static int ClosingQuote(string text, int open)
    {
        var at = open;
        do
            at = text.IndexOf(text[open], at + 1, Math.Min(text.Length - at - 1, LongestValue));
        while (at > 0 && text[at - 1] == '\\');
        return at > 0 && text.AsSpan(at + 1, LineEnd(text, at) - at - 1).IsWhiteSpace() ? at : -1;
    }

    private static string Unescape(string value) => Backslash().Replace(value, "$1");

    [GeneratedRegex(@"\\(.)", RegexOptions.Singleline)]
    private static partial Regex Backslash();
}
