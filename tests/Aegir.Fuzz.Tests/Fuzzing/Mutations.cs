using System.Text;
using CsCheck;

namespace Aegir.Tests.Fuzzing;

/// <summary>Makes cases out of a corpus: a few edits of one of its files, or noise.</summary>
internal static class Mutations
{
    private const int Longest = 1 << 16;

    // What parsers, shells, paths, numbers and encodings stumble over.
    private static readonly string[] Hostile =
    [
        "", "\0", "\n", "\r\n", "\t", "\"", "'", "`", "\\", "\\\n", "$(touch x)", "`touch x`", "; touch x", "|", "&&", "${x}", "%s%n", "{{", "}}", "[", "]", "[]", "{", "}", "<", ">", "&a;", "<!--", "<![CDATA[",
        "../", "../../../etc/passwd", "/", "//", "~", "*", "?", "-", "--", "-oProxyCommand=x", "--exec=x", "#", ";", "=", ":", ": ", ",", ".", "..", "@", "!", "!!", "&x", "*x", "|-", ">-", "- ", "? ", "<<:", "%YAML 9.9", "---", "...",
        "0", "-1", "1e999", "0x1", "2147483648", "9223372036854775808", "99999999999999999999999999", "253402300800", "NaN", "null", "true", "é", "\uFEFF", "\u202E", "\u0000", "\uFFFD", "😀", "İ", "ß",
    ];

    public static Gen<byte[]> Of(IReadOnlyList<byte[]> corpus, IReadOnlyList<string> words)
    {
        byte[][] tokens = [.. Hostile.Concat(words).Select(Encoding.UTF8.GetBytes), [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]];
        var edit = Gen.Select(Gen.Int[0, 8], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, tokens.Length - 1], Gen.Int[0, corpus.Count - 1], Gen.Byte);
        var edited = Gen.Select(Gen.Int[0, corpus.Count - 1], edit.Array[0, 6], (file, edits) => edits.Aggregate(corpus[file],
            (text, each) => Apply(text, each.Item1, each.Item2, each.Item3, tokens[each.Item4], corpus[each.Item5], each.Item6)));
        return Gen.Frequency((20, edited), (1, Gen.Byte.Array[0, 300]), (1, Gen.Int[0, tokens.Length - 1].Array[0, 40].Select(some => some.SelectMany(each => tokens[each]).ToArray())));
    }

    private static byte[] Apply(byte[] text, int kind, double from, double length, byte[] token, byte[] other, byte noise)
    {
        var at = (int)(from * text.Length);
        // Most edits are short.
        var count = (int)(length * length * (text.Length - at));
        byte[] result = kind switch
        {
            0 => [.. text[..at], noise, .. text[Math.Min(text.Length, at + 1)..]],
            1 => [.. text[..at], .. text[(at + count)..]],
            2 => [.. text[..(at + count)], .. text[at..]],
            3 => [.. text[..at], .. token, .. text[at..]],
            4 => [.. text[..at], .. token, .. text[(at + count)..]],
            5 => [.. text[..at], .. other[Math.Min(other.Length, at)..]],
            6 => Repeat(text, at, Math.Min(count, 32), noise * 16),
            7 => [.. text[..at], .. Enumerable.Repeat(token, noise * 4).SelectMany(each => each), .. text[at..]],
            _ => OverNumber(text, at, token),
        };
        return result.Length > Longest ? result[..Longest] : result;
    }

    private static byte[] Repeat(byte[] text, int at, int count, int times) =>
        [.. text[..at], .. Enumerable.Repeat(text[at..(at + count)], times).SelectMany(each => each), .. text[at..]];

    private static byte[] OverNumber(byte[] text, int at, byte[] token)
    {
        var begin = Array.FindIndex(text, at, letter => char.IsAsciiDigit((char)letter));
        if (begin < 0)
            return text;
        var end = Array.FindIndex(text, begin, letter => !char.IsAsciiDigit((char)letter));
        return [.. text[..begin], .. token, .. end < 0 ? [] : text[end..]];
    }
}
