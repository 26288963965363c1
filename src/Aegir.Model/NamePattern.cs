using System.Text;
using System.Text.RegularExpressions;

namespace Aegir;

/// <summary>A name, or a pattern of names with *, ? and sets such as [a-c] as PowerShell has them; letter case does not count.</summary>
public sealed partial class NamePattern
{
    private const int MostAlternatives = 1000;

    private readonly bool hasSets;

    public NamePattern(string text)
    {
        Text = text;
        hasSets = Set().IsMatch(text);
        IsWildcard = hasSets || HasWildcard(text);
    }

    private NamePattern(string text, bool isWildcard) => (Text, IsWildcard) = (text, isWildcard);

    public string Text { get; }

    public bool IsWildcard { get; }

    /// <summary>What all names that match begin with.</summary>
    public string Prefix => IsWildcard ? Text[..Text.AsSpan().IndexOfAny(hasSets ? "*?[" : "*?")] : Text;

    /// <summary>The same with each set spelled out: patterns of * and ? alone. None for a set that no name can match, such as [*].</summary>
    /// <exception cref="AegirException">PatternTooWide.</exception>
    public IReadOnlyList<NamePattern> Alternatives => hasSets ? Spelled() : [this];

    /// <summary>That name and no other, whatever is in it.</summary>
    public static NamePattern Exact(string name) => new(name, false);

    public static IReadOnlyList<NamePattern>? From(IEnumerable<string>? names) => names?.Select(name => new NamePattern(name)).ToList();

    /// <summary>Takes at most as many looks as both have characters, multiplied: whoever gives a pattern may mean no good.</summary>
    public bool Matches(string name)
    {
        if (hasSets)
            return Alternatives.Any(alternative => alternative.Matches(name));
        if (!IsWildcard)
            return name.Equals(Text, StringComparison.OrdinalIgnoreCase);
        // Where the last * was, and how far what it stands for reaches.
        var (at, of, star, reach) = (0, 0, -1, 0);
        while (at < name.Length)
            if (of < Text.Length && Text[of] == '*')
                (star, reach) = (of++, at);
            else if (of < Text.Length && (Text[of] == '?' || char.ToUpperInvariant(Text[of]) == char.ToUpperInvariant(name[at])))
                (at, of) = (at + 1, of + 1);
            else if (star >= 0)
                (at, of) = (++reach, star + 1);
            else
                return false;
        return Text.AsSpan(of).IndexOfAnyExcept('*') < 0;
    }

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

    private List<NamePattern> Spelled()
    {
        var (spelled, at) = (new List<string> { "" }, 0);
        foreach (Match set in Set().Matches(Text))
        {
            var members = Members(set.Groups[1].Value).Distinct().Take(MostAlternatives + 1).ToList();
            if (spelled.Count * members.Count > MostAlternatives)
                throw new AegirException(AegirErrorKind.InvalidInput, "PatternTooWide",
                    $"The sets in '{Text}' stand for more than {MostAlternatives} combinations.", "Write ? or * in place of one of them.");
            var between = Text[at..set.Index];
            spelled = [.. spelled.SelectMany(start => members.Select(member => start + between + member))];
            at = set.Index + set.Length;
        }
        return spelled.Select(text => text + Text[at..]).Select(text => new NamePattern(text, HasWildcard(text))).ToList();
    }

    private static bool HasWildcard(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    // A star and a question mark in a set stand for themselves, which no name has.
    private static IEnumerable<char> Members(string set) => Spread(set).Where(member => member is not ('*' or '?'));

    private static IEnumerable<char> Spread(string set)
    {
        for (var at = 0; at < set.Length; at++)
            if (at + 2 < set.Length && set[at + 1] == '-')
            {
                for (int member = set[at]; member <= set[at + 2]; member++)
                    yield return (char)member;
                at += 2;
            }
            else
                yield return set[at];
    }

    [GeneratedRegex(@"\[([^\[\]]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Set();
}
