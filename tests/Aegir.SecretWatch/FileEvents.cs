using System.Buffers.Binary;
using System.Text;

namespace Aegir.SecretWatch;

/// <summary>Hands on each file that was written below a folder, open, so that it can be read even when it is gone: as root, by fanotify.</summary>
internal sealed unsafe class FileEvents(string folder, Action<string, int> onWritten)
{
    private const uint CloseOnExec = 1, Unlimited = 0x10, Add = 1, FileSystem = 0x100;
    private const ulong CloseWrite = 8;

    /// <summary>Null where it may not be asked for.</summary>
    public Action? Open()
    {
        // Read only, no access times, closed in children.
        var group = Native.fanotify_init(CloseOnExec | Unlimited, 0x40000 | 0x80000);
        return group >= 0 && Native.fanotify_mark(group, Add | FileSystem, CloseWrite, -100, folder) == 0 ? () => Follow(group) : null;
    }

    // Of a file that is gone already, the kernel says so behind its name.
    private static string Name(ReadOnlySpan<byte> path) =>
        Encoding.UTF8.GetString(path) is var name && name.EndsWith(" (deleted)", StringComparison.Ordinal) ? name[..^" (deleted)".Length] : name;

    private void Follow(int group)
    {
        var size = 1 << 16;
        var events = stackalloc byte[size];
        var path = stackalloc byte[4096];
        while (true)
        {
            var count = Native.read(group, events, size);
            for (var at = 0; at + 24 <= count; at += BinaryPrimitives.ReadInt32LittleEndian(new Span<byte>(events + at, 4)))
            {
                var file = BinaryPrimitives.ReadInt32LittleEndian(new Span<byte>(events + at + 16, 4));
                if (file < 0)
                    continue;
                var length = Native.readlink($"/proc/self/fd/{file}", path, 4096);
                if (length > 0 && new Span<byte>(path, (int)length) is var name && name.StartsWith(Encoding.UTF8.GetBytes(folder)))
                    onWritten(Name(name), file);
                _ = Native.close(file);
            }
        }
    }
}
