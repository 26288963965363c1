using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;
using Dapper;

namespace Aegir.State;

/// <summary>Statements that a server is sent together, as most of what a short one costs is the way there and back.</summary>
internal sealed class RoundTrip(DbConnection connection, DbTransaction transaction)
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new();

    private static readonly Action<DbDataReader> Unread = _ => { };

    private readonly List<(string Sql, object? Parameters, Action<DbDataReader>? Read)> pending = [];

    /// <param name="read">Null where it gives no rows.</param>
    public void Add(string sql, object? parameters, Action<DbDataReader>? read) =>
        pending.Add((sql, parameters, read ?? (sql.StartsWith("SELECT", StringComparison.Ordinal) ? Unread : null)));

    /// <summary>Sends what was added, and has the answers read.</summary>
    /// <returns>How many rows the last statement met.</returns>
    public int Send()
    {
        if (pending.Count == 0)
            return 0;
        using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        var reads = pending.Select(one => one.Read).OfType<Action<DbDataReader>>().ToList();
        foreach (var (sql, parameters, _) in pending)
            batch.BatchCommands.Add(Command(batch, sql, parameters));
        pending.Clear();
        var reader = batch.ExecuteReader();
        try
        {
            foreach (var read in reads)
            {
                read(reader);
                reader.NextResult();
            }
            reader.Dispose();
        }
        catch
        {
            Leave(reader);
            throw;
        }
        return batch.BatchCommands[^1].RecordsAffected;
    }

    // What came of the statements behind the one that ended it does not matter any more.
    private static void Leave(DbDataReader reader)
    {
        try
        {
            reader.Dispose();
        }
        catch (DbException)
        {
        }
    }

    private static DbBatchCommand Command(DbBatch batch, string sql, object? parameters)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        if (parameters is DynamicParameters several)
            foreach (var name in several.ParameterNames)
                Add(command, name, several.Get<object>(name), typeof(object));
        else if (parameters is not null)
            foreach (var property in Known.GetOrAdd(parameters.GetType(), type => type.GetProperties()))
                Add(command, property.Name, property.GetValue(parameters), property.PropertyType);
        return command;
    }

    private static void Add(DbBatchCommand command, string name, object? value, Type type)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value switch
        {
            null => DBNull.Value,
            Enum number => Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture),
            _ => value,
        };
        // The server would otherwise have to guess what there is none of.
        if (value is null)
            parameter.DbType = type == typeof(string) ? DbType.String : DbType.Int64;
        command.Parameters.Add(parameter);
    }
}

/// <summary>What a question will be answered, or has been.</summary>
/// <param name="round">Null where it has been.</param>
internal sealed class Answer<T>(RoundTrip? round)
{
    private List<T>? rows;

    public List<T> Rows
    {
        get
        {
            if (rows is null)
                round!.Send();
            return rows!;
        }
        set => rows = value;
    }
}
