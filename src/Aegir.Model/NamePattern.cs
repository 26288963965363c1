using System.Text;

namespace Aegir;

/// <summary>A name, or a pattern of names with * and ? as PowerShell has them; letter case does not count.</summary>
public sealed class NamePattern
{
    public NamePattern(string text)
    {
        Text = text;
        IsWildcard = text.AsSpan().IndexOfAny('*', '?') >= 0;
    }

    public string Text { get; }

    public bool IsWildcard { get; }

    /// <summary>What all names that match begin with.</summary>
    public string Prefix => IsWildcard ? Text[..Text.AsSpan().IndexOfAny('*', '?')] : Text;

    public static IReadOnlyList<NamePattern>? From(IEnumerable<string>? names) => names?.Select(name => new NamePattern(name)).ToList();

    /// <summary>Takes at most as many looks as both have characters, multiplied: whoever gives a pattern may mean no good.</summary>
    public bool Matches(string name)
    {
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
}
