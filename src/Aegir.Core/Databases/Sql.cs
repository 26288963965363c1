using System.Text;
using System.Text.RegularExpressions;

namespace Aegir.Databases;

/// <summary>The one way a value gets into SQL for MariaDB and MySQL. It counts on an sql_mode without NO_BACKSLASH_ESCAPES and
/// ANSI_QUOTES, which every script of ours sets first.</summary>
public static partial class Sql
{
    /// <summary>A name of at most 64 characters, in backticks.</summary>
    /// <exception cref="AegirException">DatabaseNameInvalid.</exception>
    public static string Identifier(string name) => name.Length is > 0 and <= 64 && !name.Contains('\0')
        ? "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`"
        : throw Invalid(name, "It must have 1 to 64 characters and no NUL.");

    /// <summary>A name for GRANT, where _ and % would stand for any characters.</summary>
    public static string GrantPattern(string name) => Identifier(name)
        .Replace("_", "\\_", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal);

    /// <summary>A string literal; line breaks and other control characters are escaped, so that no client takes them for its own.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder("'");
        foreach (var character in value)
            text.Append(character switch
            {
                '\'' => "\\'",
                '"' => "\\\"",
                '\\' => "\\\\",
                '\0' => "\\0",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\x1a' => "\\Z",
                _ => character.ToString(),
            });
        return text.Append('\'').ToString();
    }

    /// <summary>A value in an option file.</summary>
    public static string Option(string value) => "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";

    /// <summary>A field of the client's batch output as it was in the database.</summary>
    public static string Field(string field) => Escape().Replace(field, found => found.Value[1] switch
    {
        'n' => "\n",
        't' => "\t",
        '0' => "\0",
        _ => found.Value[1..],
    });

    /// <summary>A name that we may give to a database or a user.</summary>
    /// <exception cref="AegirException">DatabaseNameInvalid.</exception>
    public static void CheckNewName(string name, int most = 64)
    {
        if (!NewName().IsMatch(name) || name.Length > most)
            throw Invalid(name, $"It must have 1 to {most} letters, digits and underscores.");
    }

    private static AegirException Invalid(string name, string rule) => new(
        AegirErrorKind.InvalidInput, "DatabaseNameInvalid", $"'{name}' cannot be the name of a database or its user. {rule}",
        "Give another name.");

    [GeneratedRegex(@"\A[A-Za-z0-9_]+\z")]
    private static partial Regex NewName();

    [GeneratedRegex(@"\\.", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
