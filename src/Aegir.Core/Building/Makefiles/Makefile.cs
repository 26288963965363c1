namespace Aegir.Building.Makefiles;

/// <summary>What a makefile asks for, includes and defaults worked in (aegir-spec 7.1).</summary>
public sealed record Makefile
{
    /// <summary>The branch of Drupal that releases are looked up for, such as 7.x.</summary>
    public string Core { get; init; } = "";

    public IReadOnlyList<MakeItem> Items { get; init; } = [];

    /// <summary>The languages to fetch translations in for every project.</summary>
    public IReadOnlyList<string> Translations { get; init; } = [];

    /// <summary>SHA-256 over the tree: changes with every file that was read and says something else than before.</summary>
    public string Hash { get; init; } = "";

    /// <param name="tree">With includes, overrides and defaults worked in.</param>
    /// <param name="warn">Told about keys that have no effect.</param>
    /// <exception cref="AegirException">MakefileInvalid, MakefileUnsafe.</exception>
    public static Makefile From(MakeMap tree, Action<string> warn)
    {
        var values = new MakeValues(tree);
        var core = values.Text("core") ?? throw MakefileErrors.Invalid(tree.Place, "the key core is missing.", "Add the branch of Drupal, such as core = 7.x.");
        if (!core.EndsWith(".x", StringComparison.Ordinal) || !int.TryParse(core[..^2], out var major) || major is < 5 or > 99)
            throw MakefileErrors.Invalid(values.At("core"), $"core '{core}' is no branch of Drupal.", "Write a number and .x, such as 7.x.");
        var api = values.Text("api") ?? throw MakefileErrors.Invalid(tree.Place, "the key api is missing.", "Add api = 2.");
        if (api != "2")
            throw MakefileErrors.Invalid(values.At("api"), $"api '{api}' is not supported.", "Write the makefile for api = 2.");
        return new Makefile
        {
            Core = core,
            Items = [.. Read(tree, "projects", MakeItemKind.Project, warn), .. Read(tree, "libraries", MakeItemKind.Library, warn)],
            Translations = MakeItemReader.Languages(values, "translations"),
            Hash = MakeHash.Of(tree),
        };
    }

    private static IEnumerable<MakeItem> Read(MakeMap tree, string section, MakeItemKind kind, Action<string> warn)
    {
        var reader = new MakeItemReader(kind, warn);
        foreach (var name in tree.Map(section)?.Keys ?? [])
        {
            var map = tree.Map(section)![name] as MakeMap
                ?? throw MakefileErrors.Invalid(tree.Map(section)![name]!.Place, "it is neither a version nor a mapping.", "Write NAME = VERSION, or its keys.");
            yield return reader.Read(name, map);
        }
    }
}
