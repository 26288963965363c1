using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>The store in one SQLite file: many readers, one writer behind a gate. Writes that wait at the gate go through it together, in one
/// transaction: the disk is waited for once.</summary>
public sealed class SqliteStore : IStateStore
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly string connectionString;
    private readonly WriterGate writerGate;
    private readonly ConcurrentBag<SqliteConnection> idle = [];
    private readonly TaskSignal signal = new();
    private bool disposed;

    private SqliteStore(string path, LeaseTimes times)
    {
        Location = path;
        Times = times;
        writerGate = new WriterGate(Write);
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = (int)times.Held.TotalSeconds,
            Pooling = false,
        }.ToString();
    }

    public string Location { get; }

    public string Identity => Location;

    public string FilePath => Location;

    public LeaseTimes Times { get; }

    public long Size => new FileInfo(Location).Length;

    /// <summary>Opens the file; makes it, readable by its owner alone, where it is missing.</summary>
    /// <exception cref="AegirException">HubPathOnNetwork, HubNotWritable, HubNotAHub, HubSchemaTooNew, HubLocked, HubDiskFull, HubDiskFailed or HubDamaged.</exception>
    public static SqliteStore Open(string path, LeaseTimes? times = null)
    {
        StoreFile.Prepare(path);
        var store = new SqliteStore(path, times ?? new LeaseTimes());
        try
        {
            var connection = store.ConnectPlain();
            store.idle.Add(connection);
            // Nothing is changed in what is no hub: not even the mode of its journal.
            var migrator = new SqliteMigrator(connection, path);
            migrator.Check();
            Configure(connection);
            migrator.Migrate();
            return store;
        }
        catch (SqliteException error)
        {
            store.Dispose();
            throw SqliteTrouble.Told(error, path) as AegirException ?? new AegirException(AegirErrorKind.Unavailable, "HubNotAHub",
                $"'{path}' cannot be used as a hub's store: {error.Message}",
                "Name a file that a hub wrote, or one that does not exist yet.", error);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>True for a hub's file that needs no migration.</summary>
    public static bool IsCurrent(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            return new SqliteMigrator(connection, path).IsCurrent;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    public T Read<T>(Func<StateSession, T> read) => Told(() =>
    {
        var connection = Take();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            return read(new StateSession(connection, transaction, SqliteDialect.Instance));
        }
        finally
        {
            Return(connection);
        }
    });

    public IEnumerable<T> Stream<T>(Func<StateSession, IEnumerable<T>> read)
    {
        var connection = Told(Take);
        try
        {
            using var transaction = Told(() => connection.BeginTransaction(deferred: true));
            using var rows = Told(() => read(new StateSession(connection, transaction, SqliteDialect.Instance, isStream: true)).GetEnumerator());
            Func<bool> next = rows.MoveNext;
            while (Told(next))
                yield return rows.Current;
        }
        finally
        {
            Return(connection);
        }
    }

    public T Write<T>(Func<StateSession, T> write)
    {
        var queued = new QueuedWrite<T>(write);
        writerGate.Pass(queued);
        return queued.Result();
    }

    public Task<T> WriteAsync<T>(Func<StateSession, T> write)
    {
        var queued = new QueuedWrite<T>(write, isAwaited: true);
        writerGate.Leave(queued);
        return queued.ResultAsync();
    }

    // There is one writer, whatever it writes.
    public T WriteTask<T>(Func<StateSession, T> write) => Write(write);

    public Task<T> WriteTaskAsync<T>(Func<StateSession, T> write) => WriteAsync(write);

    /// <summary>What this process announces is known at once; whether another wrote is looked after ten times a second.</summary>
    public async Task WaitForTaskAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var word = signal.Next;
        var connection = Told(Take);
        try
        {
            var clock = Stopwatch.StartNew();
            for (var version = Version(); atMost - clock.Elapsed is { Ticks: > 0 } left && Version() == version;)
                if (await TaskSignal.IsHeardAsync(word, left < Look ? left : Look, cancellation).ConfigureAwait(false))
                    return;
        }
        finally
        {
            Return(connection);
        }

        long Version() => Told(() =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA data_version";
            return (long)command.ExecuteScalar()!;
        });
    }

    private void Write(IReadOnlyList<QueuedWrite> batch)
    {
        try
        {
            var connection = Take();
            try
            {
                var transaction = connection.BeginTransaction();
                try
                {
                    foreach (var write in batch)
                        write.Run(transaction, isAlone: batch.Count == 1);
                    transaction.Commit();
                }
                finally
                {
                    End(transaction);
                }
            }
            finally
            {
                Return(connection);
            }
            if (batch.Any(write => write.HasAnnounced))
                signal.Announce();
        }
        catch (Exception error)
        {
            foreach (var write in batch)
                write.Fail(SqliteTrouble.Told(error, Location));
        }
    }

    // A commit that the disk is too full for is taken back by SQLite itself, and nobody is told: disposing would find no transaction to take back,
    // now and whenever the connection is used again.
    private static void End(SqliteTransaction transaction)
    {
        if (transaction.Connection is { } connection && SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) != 0)
            SQLitePCL.raw.sqlite3_exec(connection.Handle, "BEGIN");
        transaction.Dispose();
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var connection))
            connection.Dispose();
    }

    private T Told<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (SqliteException error) when (SqliteTrouble.Told(error, Location) is AegirException told)
        {
            throw told;
        }
    }

    private SqliteConnection Take() => idle.TryTake(out var connection) ? connection : Connect();

    private void Return(SqliteConnection connection)
    {
        if (disposed)
            connection.Dispose();
        else
            idle.Add(connection);
    }

    private SqliteConnection Connect()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var connection = ConnectPlain();
        Configure(connection);
        return connection;
    }

    private static void Configure(SqliteConnection connection)
    {
        using var pragma = connection.CreateCommand();
        // FULL: a journal entry must be on disk before the step it announces is begun.
        pragma.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
        pragma.ExecuteNonQuery();
    }

    private SqliteConnection ConnectPlain()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new PreparingConnection(connectionString);
        connection.Open();
        return connection;
    }
}
