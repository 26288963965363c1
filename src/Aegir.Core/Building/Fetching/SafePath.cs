namespace Aegir.Building.Fetching;

/// <summary>Paths and names that others wrote.</summary>
internal static class SafePath
{
    /// <summary>A path below a folder, without empty and "." parts; null where it is absolute, climbs with "..", looks like an option or
    /// holds control characters.</summary>
    public static string? Relative(string path)
    {
        if (path.StartsWith('/') || path.Any(char.IsControl) || path.Contains('\\'))
            return null;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        return parts.Any(part => part == ".." || part.StartsWith('-')) ? null : string.Join('/', parts);
    }

    /// <summary>True for a name that can be one folder's, and nothing else: letters, digits and . _ - +, the first no . or -.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 128 && name[0] is not ('.' or '-')
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '+');

    /// <summary>A host's path as shown to a person, from its last folder on.</summary>
    public static string LastPart(string path) => path.TrimEnd('/').Split('/')[^1];
}
