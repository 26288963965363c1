using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Aegir.Help;

/// <summary>The summaries in the documentation files that the compiler wrote beside assemblies.</summary>
internal sealed partial class Docstrings(params Assembly[] assemblies)
{
    private readonly Dictionary<string, XElement> members = assemblies
        .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"), LoadOptions.PreserveWhitespace).Descendants("member"))
        // What the compiler itself wrote is in each of them.
        .DistinctBy(member => member.Attribute("name")!.Value).ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>Empty where there is none.</summary>
    public string Of(Type type) => Text($"T:{Name(type)}", "summary");

    /// <summary>Empty where there is none.</summary>
    public string Of(PropertyInfo property) => Text($"P:{Name(property.DeclaringType!)}.{property.Name}", "summary");

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private string Text(string member, string element)
    {
        if (members.GetValueOrDefault(member)?.Element(element) is not { } found)
            return "";
        foreach (var reference in found.Descendants().Where(each => each.IsEmpty).ToList())
            reference.ReplaceWith((reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value.Split('.', ':')[^1] ?? "");
        return Blank().Replace(found.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
