namespace Aegir.Building.Makefiles;

/// <summary>A value or a mapping of a makefile, with the place it comes from.</summary>
public abstract record MakeNode(MakePlace Place);

/// <summary>A value: text, true, false, or nothing at all.</summary>
/// <param name="Value">A string, a bool, or null. Numbers stay as they were written, so that 3.10 is not 3.1.</param>
public sealed record MakeValue(object? Value, MakePlace Place) : MakeNode(Place)
{
    public string? Text => Value switch { bool flag => flag ? "1" : "0", _ => Value as string };

    /// <summary>NULL, ~ and FALSE take away what an included makefile brought.</summary>
    public bool Removes => Value is null or false;
}

/// <summary>Keys with their nodes, in the order they came in. A list is a mapping whose keys are numbers.</summary>
public sealed record MakeMap(MakePlace Place) : MakeNode(Place)
{
    private readonly List<string> order = [];
    private readonly Dictionary<string, MakeNode> nodes = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Keys => order;

    public int Count => order.Count;

    public bool IsList => order.Count > 0 && order.All(key => key.All(char.IsAsciiDigit));

    public IEnumerable<MakeNode> Nodes => order.Select(key => nodes[key]);

    /// <summary>Null where there is none.</summary>
    public MakeNode? this[string key] => nodes.GetValueOrDefault(key);

    public MakeMap? Map(string key) => this[key] as MakeMap;

    public void Set(string key, MakeNode node)
    {
        if (!nodes.ContainsKey(key))
            order.Add(key);
        nodes[key] = node;
    }

    public void Append(MakeNode node) => Set(NextKey(), node);

    public void Remove(string key)
    {
        if (nodes.Remove(key))
            order.Remove(key);
    }

    /// <summary>The key that the next member of a list gets.</summary>
    public string NextKey()
    {
        var number = order.Count(key => int.TryParse(key, out _));
        while (nodes.ContainsKey(number.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            number++;
        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public bool Equals(MakeMap? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
