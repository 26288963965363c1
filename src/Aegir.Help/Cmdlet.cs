namespace Aegir.Help;

/// <summary>A cmdlet as its class declares it.</summary>
/// <param name="Sets">The parameter sets, the default one first.</param>
internal sealed record Cmdlet(
    string Verb, string Noun, string Synopsis, IReadOnlyList<Parameter> Parameters, IReadOnlyList<string> Sets, IReadOnlyList<TypeNote> Inputs,
    IReadOnlyList<TypeNote> Outputs)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameters of a set in the order in which PowerShell shows them: by position, then those that must be given, then the rest.</summary>
    public IEnumerable<(Parameter Parameter, Use Use)> InSet(string set) => Parameters
        .Select(parameter => (parameter, use: parameter.UseIn(set)!))
        .Where(pair => pair.use is not null)
        .OrderBy(pair => pair.use.Position ?? int.MaxValue).ThenByDescending(pair => pair.use.IsMandatory);
}

/// <param name="Values">What may be given, where that is a fixed list; else empty.</param>
/// <param name="Uses">How it is used, by parameter set.</param>
internal sealed record Parameter(
    string Name, string Text, Type Type, string? Default, IReadOnlyList<string> Aliases, IReadOnlyList<string> Values, bool HasWildcards,
    IReadOnlyDictionary<string, Use> Uses)
{
    /// <summary>The name by which a parameter says that it belongs to all sets.</summary>
    public const string AllSets = "__AllParameterSets";

    public bool IsSwitch => Type.Name == "SwitchParameter";

    /// <summary>As Get-Help names it: Int32, SiteReference[].</summary>
    public string TypeName => (Nullable.GetUnderlyingType(Type) ?? Type).Name;

    /// <summary>What is said of it outside of any set.</summary>
    public Use Use => Uses.Values.Aggregate((one, other) => one with { IsMandatory = one.IsMandatory && other.IsMandatory, Position = one.Position ?? other.Position });

    public Use? UseIn(string set) => Uses.GetValueOrDefault(set) ?? Uses.GetValueOrDefault(AllSets);
}

internal sealed record Use(bool IsMandatory, int? Position, bool ByValue, bool ByName)
{
    /// <summary>As Get-Help puts it.</summary>
    public string Pipeline => (ByValue, ByName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };
}

/// <summary>A type that goes in or comes out.</summary>
internal sealed record TypeNote(string Name, string Text);
