using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Aegir.State;

/// <summary>The store in one SQLite file: many readers, one writer behind a gate. Writes that wait at the gate go through it together, in one
/// transaction: the disk is waited for once.</summary>
public sealed class SqliteStore : IStateStore, IStoreDialect
{
    // Readers never wait in WAL mode; a writer of another process may hold us up for a while, seldom for long.
    private const int BusySeconds = 30;

    private readonly string connectionString;
    private readonly SemaphoreSlim writerGate = new(1, 1);
    private readonly ConcurrentQueue<QueuedWrite> waiting = new();
    private readonly ConcurrentBag<SqliteConnection> idle = [];
    private readonly QueueSignal signal = new();
    private bool disposed;

    private SqliteStore(string path)
    {
        Location = path;
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
            Pooling = false,
        }.ToString();
    }

    public string Location { get; }

    /// <summary>Opens the file; makes it, readable by its owner alone, where it is missing.</summary>
    /// <exception cref="AegirException">HubPathOnNetwork, HubNotWritable, HubNotAHub or HubSchemaTooNew.</exception>
    public static SqliteStore Open(string path)
    {
        StoreFile.Prepare(path);
        var store = new SqliteStore(path);
        try
        {
            var connection = store.ConnectPlain();
            store.idle.Add(connection);
            // Nothing is changed in what is no hub: not even the mode of its journal.
            Migrator.Check(connection, path);
            Configure(connection);
            Migrator.Migrate(connection, path);
            return store;
        }
        catch (SqliteException error)
        {
            store.Dispose();
            throw new AegirException(AegirErrorKind.Unavailable, "HubNotAHub",
                $"'{path}' cannot be used as a hub's store: {error.Message}",
                "Name a file that a hub wrote, or one that does not exist yet.", error);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public T Read<T>(Func<StateSession, T> read)
    {
        var connection = Take();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            return read(new StateSession(connection, transaction, this));
        }
        finally
        {
            Return(connection);
        }
    }

    public IEnumerable<T> Stream<T>(Func<StateSession, IEnumerable<T>> read)
    {
        var connection = Take();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            foreach (var item in read(new StateSession(connection, transaction, this)))
                yield return item;
        }
        finally
        {
            Return(connection);
        }
    }

    public T Write<T>(Func<StateSession, T> write)
    {
        var queued = new QueuedWrite<T>(write);
        waiting.Enqueue(queued);
        writerGate.Wait();
        try
        {
            // Whoever had the gate before us may have taken ours along.
            if (!queued.IsDone)
                WriteWaiting();
        }
        finally
        {
            writerGate.Release();
        }
        return queued.Result();
    }

    /// <summary>What this process wrote is known at once; other processes are looked after ten times a second.</summary>
    public async Task WaitForQueueAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var connection = Take();
        try
        {
            await signal.WaitAsync(atMost, () => DataVersion(connection), cancellation).ConfigureAwait(false);
        }
        finally
        {
            Return(connection);
        }
    }

    string IStoreDialect.SkipLocked => "";

    void IStoreDialect.Announce(StateSession session) => signal.Prepare();

    private static long DataVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)command.ExecuteScalar()!;
    }

    private void WriteWaiting()
    {
        var batch = new List<QueuedWrite>();
        while (waiting.TryDequeue(out var next))
            batch.Add(next);
        try
        {
            var connection = Take();
            try
            {
                using var transaction = connection.BeginTransaction();
                var session = new StateSession(connection, transaction, this);
                foreach (var write in batch)
                    write.Run(session, transaction, isAlone: batch.Count == 1);
                transaction.Commit();
                signal.Raise();
            }
            finally
            {
                Return(connection);
            }
            batch.ForEach(write => write.End(null));
        }
        catch (Exception error)
        {
            batch.ForEach(write => write.End(error));
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var connection))
            connection.Dispose();
        writerGate.Dispose();
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
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }
}
