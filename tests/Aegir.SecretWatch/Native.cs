using System.Runtime.InteropServices;

namespace Aegir.SecretWatch;

/// <summary>What Linux has no managed door for.</summary>
internal static unsafe partial class Native
{
    [LibraryImport("libc", SetLastError = true)]
    public static partial int fanotify_init(uint flags, uint eventFlags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int fanotify_mark(int group, uint flags, ulong mask, int folder, string path);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int bind(int socket, byte* address, int length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(int socket, int level, int name, int* value, int length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(int socket, byte* data, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int file, byte* buffer, nint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pread(int file, byte* buffer, nint length, long offset);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint readlink(string path, byte* buffer, nint length);

    /// <summary>Lets this thread run whenever it has something to do (SCHED_FIFO): many processes live for less than a millisecond.</summary>
    public static void RunAtOnce()
    {
        var priority = 1;
        _ = sched_setscheduler(0, 1, &priority);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_setscheduler(int process, int policy, int* priority);

    /// <summary>What a file that is open here begins with.</summary>
    public static string Content(int file, byte[] buffer)
    {
        var count = 0;
        fixed (byte* start = buffer)
            while (count < buffer.Length && pread(file, start + count, buffer.Length - count, count) is > 0 and var more)
                count += (int)more;
        return System.Text.Encoding.Latin1.GetString(buffer, 0, count);
    }
}
