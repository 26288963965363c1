using System.Text.RegularExpressions;

namespace Aegir.Help;

/// <summary>What people wrote in the page of a cmdlet.</summary>
internal sealed partial record Page
{
    public const string Description = "Description";
    public const string Examples = "Examples";
    public const string SeeAlso = "See also";

    private static readonly string[] Kept = [Description, Examples, SeeAlso];

    /// <summary>The text of the sections that are not made, by heading.</summary>
    public IReadOnlyDictionary<string, string> Sections { get; private init; } = new Dictionary<string, string>();

    public IEnumerable<Example> AllExamples => Example().Matches(Of(Examples))
        .Select(match => new Example(match.Groups["title"].Value.Trim(), match.Groups["code"].Value.Trim('\n'), Plain(match.Groups["text"].Value)));

    /// <summary>Names of cmdlets and topics.</summary>
    public IEnumerable<string> Links => Link().Matches(Of(SeeAlso)).Select(match => match.Value);

    public static Page Read(string path) => new()
    {
        Sections = Section().Matches(File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal))
            .ToDictionary(match => match.Groups["title"].Value, match => match.Groups["text"].Value.Trim('\n'))
            .Where(section => Kept.Contains(section.Key)).ToDictionary(),
    };

    public string Of(string section) => Sections.GetValueOrDefault(section, "");

    /// <summary>Paragraphs without the marks that a console does not show.</summary>
    public static IReadOnlyList<string> Plain(string markdown) =>
        [.. markdown.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(paragraph =>
            paragraph.StartsWith("- ", StringComparison.Ordinal) ? Marks().Replace(paragraph, "$1") : Marks().Replace(paragraph, "$1").Replace('\n', ' '))];

    [GeneratedRegex(@"^## (?<title>[^\n]+)\n(?<text>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^### (?<title>[^\n]+)\n\s*```powershell[^\n]*\n(?<code>.*?)\n```\n?(?<text>.*?)(?=^### |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"(?<=\[)[A-Za-z]+[-_][A-Za-z]+(?=\])")]
    private static partial Regex Link();

    // **strong**, `code` and [text](address).
    [GeneratedRegex(@"\*\*|`|\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Marks();
}

/// <param name="Text">Paragraphs on it.</param>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Text);
