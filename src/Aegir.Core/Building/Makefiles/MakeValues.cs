using Aegir.Building.Fetching;

namespace Aegir.Building.Makefiles;

/// <summary>Takes values out of a mapping, and says where one is not what it has to be.</summary>
internal sealed class MakeValues(MakeMap map)
{
    private readonly HashSet<string> asked = [];

    public MakePlace Place => map.Place;

    /// <summary>The keys that nobody asked for.</summary>
    public IEnumerable<MakePlace> Unknown => map.Keys.Where(key => !asked.Contains(key)).Select(key => map[key]!.Place);

    public bool Has(string key) => Node(key) is not null;

    public MakePlace At(string key) => map[key]?.Place ?? map.Place;

    public string? Text(string key) => Node(key) switch
    {
        null or MakeValue { Value: null or false } => null,
        MakeValue { Text: { Length: > 0 } text } => text.Any(char.IsControl) ? throw Wrong(key, "is no one-line text") : text,
        MakeValue => null,
        _ => throw Wrong(key, "is a value, not a mapping"),
    };

    public bool Flag(string key, bool otherwise = false) => Node(key) switch
    {
        null => otherwise,
        MakeValue { Value: bool flag } => flag,
        MakeValue { Value: "1" or "yes" or "true" } => true,
        MakeValue { Value: null or "" or "0" or "no" or "false" } => false,
        _ => throw Wrong(key, "is TRUE or FALSE"),
    };

    public string? OneOf(string key, params string[] values) => Text(key) switch
    {
        null => null,
        { } text when values.Contains(text, StringComparer.OrdinalIgnoreCase) => text.ToLowerInvariant(),
        { } text => throw Wrong(key, $"'{text}' is none of {string.Join(", ", values)}"),
    };

    /// <summary>A folder below the one that the item belongs in.</summary>
    public string? Folder(string key) => Text(key) switch
    {
        null => null,
        { } text => SafePath.Relative(text) ?? throw MakefileErrors.Unsafe(At(key), $"'{text}' leads out of the platform.",
            "Name a folder below the one that the item belongs in, without a leading / and without '..'."),
    };

    public string? Name(string key) => Text(key) switch
    {
        null => null,
        { } text when SafePath.IsName(text) => text,
        { } text => throw MakefileErrors.Unsafe(At(key), $"'{text}' is no plain name.", "Use letters, digits, and . _ - + behind the first character."),
    };

    public string? Ref(string key) => Text(key) switch
    {
        null => null,
        { } text when GitDownload.IsRef(text) => text,
        { } text => throw MakefileErrors.Unsafe(At(key), $"'{text}' is not the name of a branch, tag or commit.", "Give one as git lists it."),
    };

    public IReadOnlyList<string> List(string key) => Node(key) switch
    {
        null or MakeValue { Removes: true } => [],
        MakeValue { Text: { } text } => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        MakeMap list => list.Nodes.Select(node => (node as MakeValue)?.Text ?? throw Wrong(key, "is a list of values")).ToList(),
        _ => [],
    };

    public MakeValues? Map(string key) => Node(key) switch
    {
        null or MakeValue { Removes: true } => null,
        MakeMap below => new MakeValues(below),
        _ => throw Wrong(key, "is a mapping, not a value"),
    };

    /// <summary>The checksum among the keys of a download or a patch; the strongest where there are several.</summary>
    public Checksum? Checksum()
    {
        Checksum? found = null;
        foreach (var algorithm in Fetching.Checksum.Algorithms)
            if (Text(algorithm) is { } text)
                found = Fetching.Checksum.Of(algorithm, text) ?? throw Wrong(algorithm, $"'{text}' is no {algorithm} in hexadecimal");
        return found;
    }

    public MakeNode? Node(string key)
    {
        asked.Add(key);
        return map[key];
    }

    private AegirException Wrong(string key, string what) => MakefileErrors.Invalid(At(key), $"{key} {what}.", "Mend the value.");
}
