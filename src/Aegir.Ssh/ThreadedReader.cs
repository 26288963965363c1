using System.Threading.Channels;

namespace Aegir.Ssh;

/// <summary>SSH.NET's streams hold up the thread that reads them. This one reads with a thread of its own, so that those of the pool stay free.</summary>
internal sealed class ThreadedReader : Stream
{
    private readonly Channel<byte[]> parts = Channel.CreateBounded<byte[]>(16);
    private ReadOnlyMemory<byte> part;

    public ThreadedReader(Stream source) => new Thread(() => Pump(source)) { IsBackground = true, Name = "Aegir ssh" }.Start();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (part.IsEmpty)
            if (parts.Reader.TryRead(out var next))
                part = next;
            else if (!await parts.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                return 0;
        var count = Math.Min(buffer.Length, part.Length);
        part[..count].CopyTo(buffer);
        part = part[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        parts.Writer.TryComplete();
        base.Dispose(disposing);
    }

    private void Pump(Stream source)
    {
        var buffer = new byte[65536];
        try
        {
            while (source.Read(buffer) is var count && count > 0)
                parts.Writer.WriteAsync(buffer[..count]).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is ChannelClosedException or ObjectDisposedException)
        {
            // Nobody reads any more.
        }
        parts.Writer.TryComplete();
    }
}
