namespace Aegir.State;

/// <summary>Where the hub keeps what it knows. Any thread may call it.</summary>
public interface IStateStore : IDisposable
{
    /// <summary>Where it is, for messages.</summary>
    string Location { get; }

    /// <summary>Reads, all from one state of the store.</summary>
    T Read<T>(Func<StateSession, T> read);

    /// <summary>Reads row by row as the caller asks for them; memory does not grow with their number.</summary>
    IEnumerable<T> Stream<T>(Func<StateSession, IEnumerable<T>> read);

    /// <summary>Reads and writes in one transaction: all of it happens, or none.</summary>
    T Write<T>(Func<StateSession, T> write);

    void Write(Action<StateSession> write) => Write<object?>(session =>
    {
        write(session);
        return null;
    });

    /// <summary>Waits until somebody may have changed the queue, the time is over, or it is cancelled (which is no error).</summary>
    Task WaitForQueueAsync(TimeSpan atMost, CancellationToken cancellation);
}
