using System.Collections.Concurrent;
using System.Data;
using Npgsql;

namespace Aegir.State.PostgreSql;

/// <summary>The store in a PostgreSQL database that several machines share. Writes follow each other by a lock in the database, those about tasks go
/// on side by side. A server that goes away is waited for, or followed to its successor; no write is lost by that or done twice.</summary>
public sealed class PostgreSqlStore : IStateStore
{
    // Somebody may be waiting at a prompt.
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(5);

    // Who finds the same key taken again and again has not been overtaken: the key is taken.
    private const int MaxDuplicates = 3;

    private readonly NpgsqlDataSource source;
    private readonly Retries retries;
    private readonly TaskListener listener;
    private readonly ConcurrentBag<WriteMark> idleMarks = [];

    private PostgreSqlStore(string address, LeaseTimes times)
    {
        Times = times;
        Location = HubAddress.Show(address);
        source = ConnectionSettings.Source(address);
        retries = new Retries(Location);
        listener = new TaskListener(source);
    }

    public string Location { get; }

    public string Identity { get; private set; } = "";

    public string? FilePath => null;

    public LeaseTimes Times { get; }

    public long Size => Read(session => session.Scalar<long>(
        "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"));

    /// <summary>Opens a database; makes the hub's tables in it where it is empty.</summary>
    /// <param name="address">A connection string or URI. Of several hosts the one that takes writes is used.</param>
    /// <exception cref="AegirException">ConnectionStringInvalid, HubUnreachable, HubNotWritable, HubNotAHub, HubSchemaTooNew, HubDiskFull or HubDamaged.</exception>
    public static PostgreSqlStore Open(string address, LeaseTimes? times = null)
    {
        var store = new PostgreSqlStore(address, times ?? new LeaseTimes());
        try
        {
            store.Prepare();
            return store;
        }
        catch (Exception error)
        {
            store.Dispose();
            throw error is NpgsqlException ? store.retries.Unreachable(error) : error;
        }
    }

    public T Read<T>(Func<StateSession, T> read) => Retry(Times.Retry, () =>
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        return read(new StateSession(connection, transaction, PostgreSqlDialect.Instance));
    });

    public IEnumerable<T> Stream<T>(Func<StateSession, IEnumerable<T>> read)
    {
        var (connection, rows, hasRow) = Retry(Times.Retry, () => FirstRow(read));
        using (connection)
        using (rows)
        {
            while (hasRow)
            {
                yield return rows.Current;
                hasRow = Next(rows);
            }
        }
    }

    public T Write<T>(Func<StateSession, T> write) => Write(write, HubLock.Alone, _ => false);

    public T WriteTask<T>(Func<StateSession, T> write)
    {
        var duplicates = 0;
        return Write(write, HubLock.Together, error => Trouble.IsDuplicate(error) && ++duplicates < MaxDuplicates);
    }

    public Task WaitForTaskAsync(TimeSpan atMost, CancellationToken cancellation) => listener.WaitAsync(atMost, cancellation);

    public void Dispose()
    {
        listener.Dispose();
        source.Dispose();
    }

    private T Write<T>(Func<StateSession, T> write, string hubLock, Func<Exception, bool> isOvertaken)
    {
        var mark = idleMarks.TryTake(out var idle) ? idle : new WriteMark(Guid.NewGuid().ToString("N"));
        mark.Next();
        StateSession? written = null;
        var result = default(T);
        var isFirst = true;
        Retry(Times.Retry, () =>
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
            var session = new StateSession(connection, transaction, PostgreSqlDialect.Instance) { HasCompany = hubLock == HubLock.Together };
            mark.Leave(session, hubLock);
            try
            {
                // What may have happened already must not be begun again. Else it goes with the first question, unless it is what keeps others away.
                if (!isFirst || !session.HasCompany)
                    session.Send();
            }
            catch (AlreadyWrittenException)
            {
                // We had been told that the connection broke.
                return true;
            }
            isFirst = false;
            var given = write(session);
            session.Send();
            (written, result) = (session, given);
            transaction.Commit();
            return true;
        }, isOvertaken);
        idleMarks.Add(mark);
        written!.Committed();
        return result!;
    }

    private T Retry<T>(TimeSpan patience, Func<T> act, Func<Exception, bool>? isOvertaken = null) => retries.Run(patience, act,
        error => Trouble.IsTransient(error) || isOvertaken?.Invoke(error) == true,
        error =>
        {
            // The other connections to that server are as dead as this one.
            if (Trouble.IsConnection(error))
                source.Clear();
        });

    private (NpgsqlConnection Connection, IEnumerator<T> Rows, bool HasRow) FirstRow<T>(Func<StateSession, IEnumerable<T>> read)
    {
        var connection = source.OpenConnection();
        try
        {
            var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            var rows = read(new StateSession(connection, transaction, PostgreSqlDialect.Instance, isStream: true)).GetEnumerator();
            return (connection, rows, rows.MoveNext());
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // What was handed out cannot be taken back: there is no second try.
    private bool Next<T>(IEnumerator<T> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (Exception error) when (Trouble.IsTransient(error))
        {
            throw retries.Unreachable(error);
        }
        catch (Exception error) when (Trouble.Told(error, Location) is { } told)
        {
            throw told;
        }
    }

    private void Prepare() => Identity = Retry(OpenPatience, () =>
    {
        using var connection = source.OpenConnection();
        var migrator = new PostgreSqlMigrator(connection, Location);
        migrator.Check();
        migrator.Migrate();
        WriteMark.Sweep(connection);
        return migrator.HubId();
    });
}
