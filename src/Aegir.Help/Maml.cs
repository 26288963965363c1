using System.Globalization;
using System.Xml.Linq;

namespace Aegir.Help;

/// <summary>The help file that Get-Help reads.</summary>
internal static class Maml
{
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(IEnumerable<(Cmdlet Cmdlet, Page Page)> all, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        new XDocument(new XElement("helpItems", new XAttribute("schema", "maml"), all.Select(each => Of(each.Cmdlet, each.Page)))).Save(path);
    }

    private static XElement Of(Cmdlet cmdlet, Page page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Text), new XAttribute(XNamespace.Xmlns + "command", Command), new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details", new XElement(Command + "name", cmdlet.Name), new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun), Description([cmdlet.Synopsis])),
        Description(Page.Plain(page.Of(Page.Description))),
        new XElement(Command + "syntax", cmdlet.Sets.Select(set => new XElement(
            Command + "syntaxItem", new XElement(Text + "name", cmdlet.Name), cmdlet.InSet(set).Select(pair => Parameter(pair.Parameter, pair.Use, inSyntax: true))))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => Parameter(parameter, parameter.Use, inSyntax: false))),
        new XElement(Command + "inputTypes", cmdlet.Inputs.Select(note => Type(Command + "inputType", note))),
        new XElement(Command + "returnValues", cmdlet.Outputs.Select(note => Type(Command + "returnValue", note))),
        new XElement(Command + "examples", page.AllExamples.Select((example, index) => new XElement(
            Command + "example", new XElement(Text + "title", $"Example {index + 1}: {example.Title}"), new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", Paragraphs(example.Text))))),
        new XElement(Command + "relatedLinks", page.Links.Select(link => new XElement(
            Text + "navigationLink", new XElement(Text + "linkText", link), new XElement(Text + "uri")))));

    private static XElement Parameter(Parameter parameter, Use use, bool inSyntax)
    {
        var isList = parameter.Type.IsArray;
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Word(use.IsMandatory)), new XAttribute("variableLength", Word(isList)), new XAttribute("globbing", Word(parameter.HasWildcards)),
            new XAttribute("pipelineInput", use.Pipeline), new XAttribute("position", use.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Text + "name", parameter.Name), Description(Texts(parameter)),
            inSyntax && parameter.Values.Count > 0
                ? new XElement(Command + "parameterValueGroup", parameter.Values.Select(value =>
                    new XElement(Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value)))
                : null,
            parameter.IsSwitch
                ? null
                : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", Word(isList)), parameter.TypeName),
            new XElement(Dev + "type", new XElement(Text + "name", parameter.TypeName), new XElement(Text + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default ?? (parameter.IsSwitch ? "False" : "None")));
    }

    private static IEnumerable<string> Texts(Parameter parameter) =>
        parameter.Values.Count == 0 ? [parameter.Text] : [parameter.Text, $"One of {string.Join(", ", parameter.Values)}."];

    private static XElement Type(XName name, TypeNote note) => new(
        name, new XElement(Dev + "type", new XElement(Text + "name", note.Name), new XElement(Text + "uri")), Description(note.Text.Length > 0 ? [note.Text] : []));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Text + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(paragraph => new XElement(Text + "para", paragraph));

    private static string Word(bool value) => value ? "true" : "false";
}
