using Dapper;

namespace Aegir.State;

/// <summary>Collects the conditions of a query whose filters are optional.</summary>
internal sealed class Conditions
{
    // The last character there is.
    private const string Last = "\U0010FFFF";

    private readonly List<string> parts = [];

    public DynamicParameters Parameters { get; } = new();

    /// <summary>" WHERE …", or nothing.</summary>
    public string Where => parts.Count == 0 ? "" : " WHERE " + string.Join(" AND ", parts);

    public Conditions Add(string condition)
    {
        parts.Add(condition);
        return this;
    }

    public Conditions Add(string condition, string parameter, object? value)
    {
        if (value is null)
            return this;
        Parameters.Add(parameter, value);
        return Add(condition);
    }

    /// <summary>Tasks of a status, in the words of the indexes over those that are few.</summary>
    public Conditions Add(AegirTaskStatus? status) => status is not { } known ? this : Add("status = " + (int)known + known switch
    {
        <= AegirTaskStatus.Queued => " AND status <= 0",
        > AegirTaskStatus.Success => " AND status > 1",
        _ => "",
    });

    /// <summary>The column matches one of the patterns; none given: everything does.</summary>
    public Conditions Names(string column, IReadOnlyCollection<NamePattern>? patterns)
    {
        if (patterns is null || patterns.Count == 0)
            return this;
        var alternatives = new List<string>();
        foreach (var pattern in patterns.SelectMany(pattern => pattern.Alternatives))
        {
            var parameter = $"{column.Replace('.', '_')}_{alternatives.Count}";
            Parameters.Add(parameter, pattern.IsWildcard ? pattern.ToLike() : pattern.Text);
            alternatives.Add(pattern.IsWildcard ? Range(column, parameter, pattern) + $"lower({column}) LIKE lower(@{parameter}) ESCAPE '\\'" : $"lower({column}) = lower(@{parameter})");
        }
        return Add(alternatives.Count == 0 ? "1 = 0" : "(" + string.Join(" OR ", alternatives) + ")");
    }

    // What an index can be searched by: all that begins like the pattern.
    private string Range(string column, string parameter, NamePattern pattern)
    {
        if (pattern.Prefix.Length == 0)
            return "";
        Parameters.Add(parameter + "_from", pattern.Prefix);
        Parameters.Add(parameter + "_to", pattern.Prefix + Last);
        return $"lower({column}) >= lower(@{parameter}_from) AND lower({column}) < lower(@{parameter}_to) AND ";
    }
}
