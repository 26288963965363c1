using System.Text;

namespace Aegir.Help;

/// <summary>Puts a page together: what people wrote, and what the class says.</summary>
internal static class PageWriter
{
    public static void Write(Cmdlet cmdlet, Page page, string path)
    {
        var text = new StringBuilder($"# {cmdlet.Name}\n\n{cmdlet.Synopsis}\n\n");
        Section(text, Page.Description, page.Of(Page.Description).Trim());
        Section(text, Page.Examples, page.Of(Page.Examples).Trim());
        Section(text, "Syntax", "```text\n" + string.Join("\n\n", cmdlet.Sets.Select(set => Syntax(cmdlet, set))) + "\n```");
        Section(text, "Parameters", string.Join("\n\n", cmdlet.Parameters.Select(Text).DefaultIfEmpty("It has none of its own.")));
        Section(text, "Inputs and outputs", string.Join("\n\n",
            cmdlet.Inputs.Select(note => Text("In", note)).Concat(cmdlet.Outputs.Select(note => Text("Out", note))).DefaultIfEmpty("None.")));
        Section(text, Page.SeeAlso, page.Of(Page.SeeAlso).Trim());
        var made = text.ToString().TrimEnd('\n') + "\n";
        if (!File.Exists(path) || File.ReadAllText(path) != made)
            File.WriteAllText(path, made);
    }

    private static void Section(StringBuilder text, string title, string content) => text.Append($"## {title}\n\n{content}\n\n");

    private static string Text(string way, TypeNote note) => $"{way}: **{note.Name}**" + (note.Text.Length > 0 ? $"\n{note.Text}" : "");

    private static string Text(Parameter parameter)
    {
        var use = parameter.Use;
        string?[] facts =
        [
            $"`{parameter.TypeName}`",
            use.IsMandatory ? "required" : null,
            use.Position is { } position ? $"position {position}" : null,
            (use.ByValue, use.ByName) switch { (true, true) => "piped, or a property of what is piped", (true, _) => "piped", (_, true) => "a property of what is piped", _ => null },
            parameter.HasWildcards ? "wildcards" : null,
            parameter.Values.Count > 0 ? string.Join(", ", parameter.Values) : null,
            parameter.Default is { } value ? $"default {value.Replace("*", "\\*", StringComparison.Ordinal)}" : null,
            parameter.Aliases.Count > 0 ? "also " + string.Join(", ", parameter.Aliases.Select(alias => "-" + alias)) : null,
        ];
        return $"### -{parameter.Name}\n\n{parameter.Text}\n\n{string.Join(" · ", facts.OfType<string>())}";
    }

    private static string Syntax(Cmdlet cmdlet, string set)
    {
        var lines = new StringBuilder(cmdlet.Name);
        var width = cmdlet.Name.Length;
        foreach (var word in cmdlet.InSet(set).Select(pair => Syntax(pair.Parameter, pair.Use)).Append("[<CommonParameters>]"))
        {
            if (width + word.Length > 78)
            {
                lines.Append("\n   ");
                width = 3;
            }
            lines.Append(' ').Append(word);
            width += word.Length + 1;
        }
        return lines.ToString();
    }

    private static string Syntax(Parameter parameter, Use use)
    {
        var name = use.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        var whole = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
        return use.IsMandatory ? whole : $"[{whole}]";
    }
}
