using System.Text;

namespace Aegir.Databases.PostgreSql;

/// <summary>The one way a value gets into SQL for PostgreSQL, and a name into a connection string.</summary>
public static class PostgreSqlText
{
    /// <summary>A name of at most 63 bytes, in double quotes.</summary>
    /// <exception cref="AegirException">DatabaseNameInvalid.</exception>
    public static string Identifier(string name) => "\"" + Checked(name).Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A string literal on one line, whatever standard_conforming_strings says.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder("E'");
        foreach (var character in value)
            text.Append(character switch
            {
                '\'' => "\\'",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => character.ToString(),
            });
        return text.Append('\'').ToString();
    }

    /// <summary>A connection string that names a database and nothing else.</summary>
    /// <exception cref="AegirException">DatabaseNameInvalid.</exception>
    public static string Connection(string name) => "dbname='" + Checked(name)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";

    /// <summary>A field of COPY TO STDOUT as it was in the database.</summary>
    public static string Field(string field) => Sql.Field(field);

    private static string Checked(string name) => Encoding.UTF8.GetByteCount(name) is > 0 and <= 63 && !name.Contains('\0')
        ? name
        : throw new AegirException(AegirErrorKind.InvalidInput, "DatabaseNameInvalid",
            $"'{name}' cannot be the name of a database or its user. It must have 1 to 63 bytes and no NUL.", "Give another name.");
}
