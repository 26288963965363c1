using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Aegir.PowerShell;

/// <summary>Carries events from working threads to the pipeline thread. When nobody reads any more, events are dropped and nobody waits.</summary>
internal sealed class EventPump(int room = 256) : ITaskSink
{
    private readonly Channel<TaskEvent> events = Channel.CreateBounded<TaskEvent>(new BoundedChannelOptions(room) { SingleReader = true });

    public void Emit(TaskEvent taskEvent)
    {
        if (events.Writer.TryWrite(taskEvent))
            return;
        try
        {
            events.Writer.WriteAsync(taskEvent).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            // The reader has left.
        }
    }

    public bool TryRead([MaybeNullWhen(false)] out TaskEvent taskEvent) => events.Reader.TryRead(out taskEvent);

    /// <summary>Waits until there is an event, the other thing is done, the time is up, or it is cancelled.</summary>
    public void Wait(Task other, TimeSpan time, CancellationToken cancellation) =>
        Task.WhenAny(events.Reader.WaitToReadAsync(cancellation).AsTask(), other).Wait(time, CancellationToken.None);

    /// <summary>Lets go of everybody who waits to be read.</summary>
    public void Close()
    {
        events.Writer.TryComplete();
        while (events.Reader.TryRead(out _))
        {
        }
    }
}
