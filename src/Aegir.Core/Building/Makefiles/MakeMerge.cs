namespace Aegir.Building.Makefiles;

/// <summary>How the trees of several makefiles become one (aegir-spec 7.1).</summary>
internal static class MakeMerge
{
    /// <summary>Brings the short forms into the long one: projects[] = views, projects[views] = 3.0.</summary>
    public static void Normalise(MakeMap tree)
    {
        foreach (var section in new[] { "projects", "libraries" })
            if (tree[section] is MakeMap items)
                tree.Set(section, Normalised(items));
            else if (tree[section] is MakeValue { Value: null })
                tree.Remove(section);
            else if (tree[section] is { } other)
                throw MakefileErrors.Invalid(other.Place, $"{section} is a mapping of names.", $"Write {section}[NAME] = VERSION, or in YAML a mapping.");
    }

    /// <summary>The second tree over the first; a value of the second wins, the members of lists are put one after the other.</summary>
    public static MakeMap Over(MakeMap lower, MakeMap upper)
    {
        var merged = new MakeMap(upper.Place);
        foreach (var key in lower.Keys)
            merged.Set(key, lower[key]!);
        foreach (var key in upper.Keys)
            if (key.All(char.IsAsciiDigit) && merged[key] is not null)
                merged.Append(upper[key]!);
            else
                merged.Set(key, merged.Map(key) is { } below && upper[key] is MakeMap above ? Over(below, above) : upper[key]!);
        return merged;
    }

    /// <summary>Takes away the projects and libraries that are NULL, ~ or FALSE; gives the places of those that took nothing away.</summary>
    public static IReadOnlyList<MakePlace> Remove(MakeMap tree, IReadOnlyCollection<string> brought)
    {
        var idle = new List<MakePlace>();
        foreach (var section in new[] { "projects", "libraries" })
            foreach (var key in tree.Map(section)?.Keys.ToList() ?? [])
                if (tree.Map(section)![key] is MakeValue { Removes: true } value)
                {
                    tree.Map(section)!.Remove(key);
                    if (!brought.Contains($"{section}[{key}]"))
                        idle.Add(value.Place);
                }
        return idle;
    }

    /// <summary>Lays defaults[projects] and defaults[libraries] below every project and library.</summary>
    public static void FillIn(MakeMap tree)
    {
        foreach (var section in new[] { "projects", "libraries" })
            if (tree.Map("defaults")?.Map(section) is { } defaults)
                foreach (var name in tree.Map(section)?.Keys ?? [])
                    if (tree.Map(section)!.Map(name) is { } item)
                        tree.Map(section)!.Set(name, Over(defaults, item));
    }

    private static MakeMap Normalised(MakeMap items)
    {
        var named = new MakeMap(items.Place);
        foreach (var key in items.Keys)
        {
            var node = items[key]!;
            if (node is MakeValue { Value: string name } && key.All(char.IsAsciiDigit))
                named.Set(name, new MakeMap(node.Place));
            else if (node is MakeValue { Value: string version })
                named.Set(key, WithVersion(version, node.Place));
            else if (node is MakeValue { Value: true })
                named.Set(key, new MakeMap(node.Place));
            else if (node is MakeMap { Count: 1 } single && key.All(char.IsAsciiDigit) && single.Nodes.Single() is { } only)
                // In YAML, "- views: 3.0" is a list of mappings.
                named.Set(single.Keys[0], only is MakeValue { Value: string text } ? WithVersion(text, only.Place) : only);
            else
                named.Set(key, node);
        }
        return named;
    }

    private static MakeMap WithVersion(string version, MakePlace place)
    {
        var map = new MakeMap(place);
        if (version.Length > 0)
            map.Set("version", new MakeValue(version, place.Below("version", place.Line)));
        return map;
    }
}
