using System.Text;
using System.Text.RegularExpressions;

namespace Aegir;

/// <summary>A name, or a pattern of names with * and ? as PowerShell has them; letter case does not count.</summary>
public sealed class NamePattern
{
    private readonly Regex? regex;

    public NamePattern(string text)
    {
        Text = text;
        IsWildcard = text.AsSpan().IndexOfAny('*', '?') >= 0;
        if (IsWildcard)
        {
            var pattern = Regex.Escape(text).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal);
            regex = new Regex($"\\A{pattern}\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }
    }

    public string Text { get; }

    public bool IsWildcard { get; }

    /// <summary>What all names that match begin with.</summary>
    public string Prefix => IsWildcard ? Text[..Text.AsSpan().IndexOfAny('*', '?')] : Text;

    public static IReadOnlyList<NamePattern>? From(IEnumerable<string>? names) => names?.Select(name => new NamePattern(name)).ToList();

    public bool Matches(string name) => regex?.IsMatch(name) ?? name.Equals(Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same as a pattern of SQL's LIKE, escaped with a backslash.</summary>
    public string ToLike()
    {
        var like = new StringBuilder();
        foreach (var character in Text)
            like.Append(character switch
            {
                '*' => "%",
                '?' => "_",
                '%' or '_' or '\\' => "\\" + character,
                _ => character.ToString(),
            });
        return like.ToString();
    }

    public override string ToString() => Text;
}
