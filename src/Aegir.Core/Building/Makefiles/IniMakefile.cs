using System.Text;
using System.Text.RegularExpressions;

namespace Aegir.Building.Makefiles;

/// <summary>The bracket syntax of makefiles: key[key][] = value, ; for comments, values bare or in quotes that may span lines
/// (aegir-spec 7.1).</summary>
internal sealed partial class IniMakefile
{
    private readonly MakeOrigin origin;
    private readonly string text;
    private readonly MakeMap root;
    private int at;
    private int line = 1;

    private IniMakefile(MakeOrigin origin, string text)
    {
        (this.origin, this.text) = (origin, text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimStart('\uFEFF'));
        root = new MakeMap(new MakePlace(origin, 1));
    }

    /// <exception cref="AegirException">MakefileSyntax.</exception>
    public static MakeMap Parse(MakeOrigin origin, string text)
    {
        var parser = new IniMakefile(origin, text);
        while (parser.at < parser.text.Length)
            parser.ReadLine();
        return parser.root;
    }

    private void ReadLine()
    {
        var end = LineEnd(at);
        var content = text[at..end].Trim();
        if (content.Length == 0 || content[0] is ';' or '#')
        {
            (at, line) = (end + 1, line + 1);
            return;
        }
        var begun = line;
        var equals = text.IndexOf('=', at, end - at);
        if (equals < 0)
            throw Wrong($"'{Short(content)}' is neither a comment nor key = value.");
        var keys = Keys(text[at..equals].Trim());
        at = equals + 1;
        var value = ReadValue(end);
        Put(keys, value, begun);
    }

    private List<string> Keys(string name)
    {
        var match = KeyPath().Match(name);
        if (!match.Success)
            throw Wrong($"'{Short(name)}' is no key: brackets do not match, or it holds a quote.");
        return [match.Groups["first"].Value.Trim(), .. match.Groups["key"].Captures.Select(capture => capture.Value.Trim())];
    }

    private object? ReadValue(int end)
    {
        while (at < end && text[at] is ' ' or '\t')
            at++;
        if (at < end && text[at] is '"' or '\'')
            return ReadQuoted(text[at]);
        var bare = Comment().Replace(text[at..end], "").Trim();
        (at, line) = (end + 1, line + 1);
        return bare.ToUpperInvariant() switch { "TRUE" => true, "FALSE" => false, "NULL" => null, _ => bare };
    }

    private string ReadQuoted(char quote)
    {
        var value = new StringBuilder();
        var place = new MakePlace(origin, line);
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && (text[at + 1] == quote || text[at + 1] == '\\'))
                at++;
            else if (text[at] == '\n')
                line++;
            value.Append(text[at]);
        }
        if (at >= text.Length)
            throw MakefileErrors.Syntax(place, "a quote is opened and never closed.");
        var end = LineEnd(++at);
        if (text[at..end].Trim() is { Length: > 0 } rest && rest[0] is not (';' or '#'))
            throw Wrong($"'{Short(rest)}' follows a closing quote.");
        (at, line) = (end + 1, line + 1);
        return value.ToString();
    }

    private void Put(List<string> keys, object? value, int begun)
    {
        var map = root;
        var place = root.Place;
        for (var index = 0; index < keys.Count; index++)
        {
            var key = keys[index].Length == 0 ? map.NextKey() : keys[index];
            place = place.Below(key, begun);
            if (index == keys.Count - 1)
            {
                map.Set(key, new MakeValue(value, place));
                return;
            }
            if (map[key] is MakeMap below)
                map = below;
            else
            {
                below = new MakeMap(place);
                // projects[views] = 3.0 before projects[views][subdir] = x: the first stays, as the version.
                if (map[key] is MakeValue { Value: string } earlier && place.Key.StartsWith("projects[", StringComparison.Ordinal))
                    below.Set("version", earlier);
                map.Set(key, below);
                map = below;
            }
        }
    }

    private AegirException Wrong(string what) => MakefileErrors.Syntax(new MakePlace(origin, line), what);

    private int LineEnd(int from) => text.IndexOf('\n', from) is var end and >= 0 ? end : text.Length;

    private static string Short(string value) => value.Length > 60 ? value[..60] + "…" : value;

    [GeneratedRegex(@"\A(?<first>[^\[\]""'=;]+)(\[(?<key>[^\[\]""'=;]*)\])*\z")]
    private static partial Regex KeyPath();

    [GeneratedRegex(@"(?:\A|\s);.*\z")]
    private static partial Regex Comment();
}
