namespace Aegir.State;

/// <summary>Where the hub keeps what it knows. Any thread may call it. A function that is handed in may run more than once, where a server's
/// failover takes back what it did: it changes nothing but the store, or does so with <see cref="StateSession.AfterCommit"/>.</summary>
public interface IStateStore : IDisposable
{
    /// <summary>Where it is, for messages; holds no password.</summary>
    string Location { get; }

    /// <summary>Tells this store from every other, the same for all who have it open.</summary>
    string Identity { get; }

    /// <summary>The file it is in; null where a server has it.</summary>
    string? FilePath { get; }

    LeaseTimes Times { get; }

    /// <summary>In bytes.</summary>
    long Size { get; }

    /// <summary>Reads, all from one state of the store.</summary>
    T Read<T>(Func<StateSession, T> read);

    /// <summary>Reads row by row as the caller asks for them; memory does not grow with their number. It asks the store one thing only.</summary>
    IEnumerable<T> Stream<T>(Func<StateSession, IEnumerable<T>> read);

    /// <summary>Reads and writes in one transaction: all of it happens, or none. One after the other: nobody else writes meanwhile.</summary>
    T Write<T>(Func<StateSession, T> write);

    /// <summary>The same for what concerns tasks alone (claim, journal, log, lease, end): several may go on at once, though none beside a
    /// <see cref="Write{T}"/>. What two could do to each other must be kept apart by a unique key, or by <see cref="StateSession.ForClaim"/>.
    /// Who comes second at a unique key is run again, and then sees what the first wrote.</summary>
    T WriteTask<T>(Func<StateSession, T> write);

    /// <summary><see cref="Write{T}"/>; where writers take turns in this process, no thread waits for its turn.</summary>
    Task<T> WriteAsync<T>(Func<StateSession, T> write) => Task.Run(() => Write(write));

    /// <summary>The same of <see cref="WriteTask{T}"/>.</summary>
    Task<T> WriteTaskAsync<T>(Func<StateSession, T> write) => Task.Run(() => WriteTask(write));

    /// <summary>Returns when a task may have been queued (<see cref="StateSession.AnnounceTask"/>) or the time is up. Words of other processes
    /// reach a server's store alone.</summary>
    Task WaitForTaskAsync(TimeSpan atMost, CancellationToken cancellation);

    void Write(Action<StateSession> write) => Write<object?>(session =>
    {
        write(session);
        return null;
    });

    void WriteTask(Action<StateSession> write) => WriteTask<object?>(session =>
    {
        write(session);
        return null;
    });

    Task WriteAsync(Action<StateSession> write) => WriteAsync<object?>(session =>
    {
        write(session);
        return null;
    });

    Task WriteTaskAsync(Action<StateSession> write) => WriteTaskAsync<object?>(session =>
    {
        write(session);
        return null;
    });
}
