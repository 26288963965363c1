using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace Aegir.Help;

/// <summary>Reads cmdlets from the metadata of their assembly. No attribute is made: those of the library we compile against remember nothing.</summary>
internal sealed class CmdletReader(Docstrings docs)
{
    private static readonly Parameter[] Asking =
    [
        Common("WhatIf", "Shows what would be done and writes nothing.", "wi"), Common("Confirm", "Asks before each change; -Confirm:$false never does.", "cf"),
    ];

    public IReadOnlyList<Cmdlet> Read(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => Attribute<CmdletAttribute>(type) is not null).Select(Read).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    private Cmdlet Read(Type type)
    {
        var attribute = Attribute<CmdletAttribute>(type)!;
        var instance = Activator.CreateInstance(type)!;
        // A property that a derived class declares anew hides the one below it.
        var properties = type.GetProperties().Where(property => Attributes<ParameterAttribute>(property).Any()).DistinctBy(property => property.Name).ToList();
        var parameters = properties.Select(property => Read(property, instance)).ToList();
        if (Named(attribute, "SupportsShouldProcess") is true)
            parameters.AddRange(Asking);
        return new Cmdlet(
            (string)attribute.ConstructorArguments[0].Value!, (string)attribute.ConstructorArguments[1].Value!, docs.Of(type), parameters,
            Sets(parameters, Named(attribute, "DefaultParameterSetName") as string), [.. properties.SelectMany(Inputs).DistinctBy(note => note.Name)],
            [.. Attributes<OutputTypeAttribute>(type).SelectMany(output => Types(output.ConstructorArguments)).Distinct().Select(Note)]);
    }

    private Parameter Read(PropertyInfo property, object instance) => new(
        property.Name, docs.Of(property), property.PropertyType, Default(property.GetValue(instance)),
        [.. Attributes<AliasAttribute>(property).SelectMany(Words)],
        Attribute<ValidateSetAttribute>(property) is { } set ? [.. Words(set)] : Values(property.PropertyType),
        Attributes<SupportsWildcardsAttribute>(property).Any(),
        Attributes<ParameterAttribute>(property).ToDictionary(
            use => Named(use, "ParameterSetName") as string ?? Parameter.AllSets,
            use => new Use(
                Named(use, "Mandatory") is true, Named(use, "Position") is int position and >= 0 ? position : null,
                Named(use, "ValueFromPipeline") is true, Named(use, "ValueFromPipelineByPropertyName") is true)));

    private static List<string> Sets(List<Parameter> parameters, string? first)
    {
        // The default set may be one that no parameter names.
        var sets = (first is null ? [] : new[] { first })
            .Concat(parameters.SelectMany(parameter => parameter.Uses.Keys)).Where(set => set != Parameter.AllSets).Distinct().ToList();
        return sets.Count == 0 ? [Parameter.AllSets] : sets;
    }

    // What is piped: the type of the parameter, or what it can be made of.
    private IEnumerable<TypeNote> Inputs(PropertyInfo property)
    {
        if (!Attributes<ParameterAttribute>(property).Any(use => Named(use, "ValueFromPipeline") is true))
            return [];
        var type = property.PropertyType.GetElementType() ?? property.PropertyType;
        var names = property.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "NameOfAttribute");
        var made = type.GetConstructors().Select(constructor => constructor.GetParameters()).Where(given => given.Length == 1).Select(given => given[0].ParameterType);
        return (type.Namespace == "Aegir.PowerShell" ? made : [type]).Concat(names is null ? [] : Types(names.ConstructorArguments)).Select(Note);
    }

    private TypeNote Note(Type type) => new(type.FullName!, docs.Of(type));

    private static string[] Values(Type type)
    {
        var plain = type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum ? Enum.GetNames(plain) : [];
    }

    private static string? Default(object? value) => value switch
    {
        null or "" or 0 or 0L or SwitchParameter => null,
        IEnumerable and not string => string.Join(", ", ((IEnumerable)value).Cast<object>()) is { Length: > 0 } words ? words : null,
        _ => value.ToString(),
    };

    private static IEnumerable<Type> Types(IEnumerable<CustomAttributeTypedArgument> arguments) =>
        arguments.SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> list ? list : [argument]).Select(each => each.Value).OfType<Type>();

    private static IEnumerable<string> Words(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany(argument => argument.Value is IEnumerable<CustomAttributeTypedArgument> list ? list : [argument])
            .Select(each => (string)each.Value!);

    private static Parameter Common(string name, string text, string alias) => new(name, text, typeof(SwitchParameter), null, [alias], [], false,
        new Dictionary<string, Use> { [Parameter.AllSets] = new(false, null, false, false) });

    private static IEnumerable<CustomAttributeData> Attributes<T>(MemberInfo member) =>
        member.CustomAttributes.Where(attribute => attribute.AttributeType == typeof(T));

    private static CustomAttributeData? Attribute<T>(MemberInfo member) => Attributes<T>(member).FirstOrDefault();

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
}
