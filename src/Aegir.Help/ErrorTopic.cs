using System.Text;
using System.Text.RegularExpressions;

namespace Aegir.Help;

/// <summary>about_AegirErrors, from the page that lists the errors.</summary>
internal static partial class ErrorTopic
{
    private const int Columns = 79;

    private const string Head = """
        TOPIC
            about_AegirErrors

        SHORT DESCRIPTION
            The ids of errors: what each means, and what to do.

        LONG DESCRIPTION

        """;

    private const string Foot = """

        SEE ALSO
            about_Aegir
            Get-AegirTaskLog

        """;

    public static void Write(string page, string file)
    {
        var text = File.ReadAllText(page).Replace("\r\n", "\n", StringComparison.Ordinal);
        var topic = new StringBuilder(Head);
        foreach (var paragraph in text[..text.IndexOf("\n| ", StringComparison.Ordinal)].Split("\n\n").Skip(1))
            if (paragraph.StartsWith("```", StringComparison.Ordinal))
                topic.AppendJoin("", paragraph.Split('\n')[1..^1].Select(line => $"        {line}\n")).Append('\n');
            else
                topic.Append(Wrapped(string.Join(' ', Page.Plain(paragraph)), 4)).Append('\n');
        foreach (Match row in Row().Matches(text))
            topic.Append("    ").Append(row.Groups["id"].Value).Append('\n').Append(Wrapped(Cell(row, "what"), 8)).Append(Wrapped(Cell(row, "act"), 8)).Append('\n');
        File.WriteAllText(file, topic.Append(Foot.TrimStart('\n')).ToString());
    }

    private static string Cell(Match row, string name) => string.Join(' ', Page.Plain(row.Groups[name].Value.Replace("\\|", "|", StringComparison.Ordinal)));

    private static string Wrapped(string text, int indent)
    {
        var lines = new StringBuilder();
        var length = Columns;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            length += 1 + word.Length;
            if (length > Columns)
            {
                lines.Append(lines.Length > 0 ? "\n" : "").Append(' ', indent);
                length = indent + word.Length;
            }
            else
                lines.Append(' ');
            lines.Append(word);
        }
        return lines.Append('\n').ToString();
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z]\w{3,}) \| (?<what>.+?) \| (?<act>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
