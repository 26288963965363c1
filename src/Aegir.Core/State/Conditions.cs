using Dapper;

namespace Aegir.State;

/// <summary>Collects the conditions of a query whose filters are optional.</summary>
internal sealed class Conditions
{
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

    /// <summary>The column matches one of the patterns; none given: everything does.</summary>
    public Conditions Names(string column, IReadOnlyCollection<NamePattern>? patterns)
    {
        if (patterns is null || patterns.Count == 0)
            return this;
        var alternatives = new List<string>();
        foreach (var pattern in patterns)
        {
            var parameter = $"{column.Replace('.', '_')}_{alternatives.Count}";
            Parameters.Add(parameter, pattern.IsWildcard ? pattern.ToLike() : pattern.Text);
            alternatives.Add(pattern.IsWildcard ? $"lower({column}) LIKE lower(@{parameter}) ESCAPE '\\'" : $"lower({column}) = lower(@{parameter})");
        }
        return Add("(" + string.Join(" OR ", alternatives) + ")");
    }
}
