using System.Data.Common;
using Newtonsoft.Json;

namespace Aegir.State;

/// <summary>How values of the model stand in a row.</summary>
internal static class Columns
{
    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Long(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>The outcome of a condition: SQLite has a number for it, PostgreSQL a boolean.</summary>
    public static bool Bool(this DbDataReader row, int column) => Convert.ToBoolean(row.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);

    public static DateTimeOffset? Time(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static long? Milliseconds(this DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static IReadOnlyList<string> List(this DbDataReader row, int column) => List(row.GetString(column));

    public static IReadOnlyList<string> List(string text) =>
        text == "[]" ? [] : [.. StoredJson.Read(text, JsonConvert.DeserializeObject<string?[]>).Select(item => item ?? "")];

    public static string Json(this IReadOnlyList<string> list) => list.Count == 0 ? "[]" : JsonConvert.SerializeObject(list);

    public static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
