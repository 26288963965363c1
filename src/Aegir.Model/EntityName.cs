namespace Aegir;

/// <summary>The rule for the names people give to platforms and distributions.</summary>
public static class EntityName
{
    /// <summary>Gives the name back, trimmed.</summary>
    /// <exception cref="AegirException">NameInvalid: empty, longer than 200 characters, or with a wildcard or control character, by which
    /// it could not be named afterwards.</exception>
    public static string Check(string name, string noun)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > 200 || trimmed.Any(char.IsControl) || trimmed.AsSpan().IndexOfAny("*?[]") >= 0
            || !trimmed.Any(char.IsLetterOrDigit))
            throw new AegirException(AegirErrorKind.InvalidInput, "NameInvalid",
                $"'{trimmed}' cannot be the name of a {noun}.",
                "Use 1 to 200 characters with a letter or digit among them, and none of * ? [ ].");
        return trimmed;
    }
}
