using System.Buffers.Binary;

namespace Aegir.SecretWatch;

/// <summary>Reads the arguments of each process as it starts: the kernel tells of it, where we may ask (as root); elsewhere we look again and again.</summary>
internal sealed unsafe class ExecEvents(Action<int, string> onArguments)
{
    private const int Netlink = 16, Datagram = 2, Connector = 11, Exec = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly byte[] buffer = new byte[1 << 17];

    /// <summary>How the watch is kept, for the report.</summary>
    public string Way { get; private set; } = "";

    /// <summary>Processes that had ended before they could be looked at.</summary>
    public long Missed { get; private set; }

    public long Seen { get; private set; }

    public Action Open()
    {
        var socket = Native.socket(Netlink, Datagram, Connector);
        if (socket >= 0 && Listen(socket))
        {
            Way = "told by the kernel";
            return () => Follow(socket);
        }
        Way = $"looked at every {Pause.TotalMilliseconds} ms";
        return Poll;
    }

    private static bool Listen(int socket)
    {
        var address = stackalloc byte[12];
        new Span<byte>(address, 12).Clear();
        (address[0], address[8]) = (Netlink, 1);
        var size = 8 << 20;
        // SO_RCVBUFFORCE: what is not fetched in time would be lost.
        _ = Native.setsockopt(socket, 1, 33, &size, sizeof(int));
        if (Native.bind(socket, address, 12) != 0)
            return false;
        // nlmsghdr, cn_msg, PROC_CN_MCAST_LISTEN
        var message = stackalloc byte[40];
        var words = new Span<byte>(message, 40);
        words.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(words, 40);
        BinaryPrimitives.WriteInt16LittleEndian(words[4..], 3);
        BinaryPrimitives.WriteInt32LittleEndian(words[12..], Environment.ProcessId);
        BinaryPrimitives.WriteInt32LittleEndian(words[16..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(words[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(words[32..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(words[36..], 1);
        return Native.send(socket, message, 40, 0) == 40;
    }

    private void Follow(int socket)
    {
        var message = stackalloc byte[4096];
        Native.RunAtOnce();
        while (true)
        {
            var count = Native.read(socket, message, 4096);
            if (count >= 60 && BinaryPrimitives.ReadInt32LittleEndian(new Span<byte>(message + 36, 4)) == Exec)
                Look(BinaryPrimitives.ReadInt32LittleEndian(new Span<byte>(message + 56, 4)));
        }
    }

    private void Poll()
    {
        while (true)
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
                if (int.TryParse(Path.GetFileName(folder.AsSpan()), out var process))
                    Look(process);
            Thread.Sleep(Pause);
        }
    }

    private void Look(int process)
    {
        var file = Native.open($"/proc/{process}/cmdline", 0);
        if (file >= 0)
        {
            var arguments = Native.Content(file, buffer);
            _ = Native.close(file);
            Seen++;
            if (arguments.Length > 0)
                onArguments(process, arguments);
            else
                Missed++;
        }
        else
            Missed++;
    }
}
