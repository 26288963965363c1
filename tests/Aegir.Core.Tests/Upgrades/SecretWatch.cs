using System.Collections.Concurrent;

namespace Aegir.Tests.Upgrades;

/// <summary>Looks, as often as it can, at the arguments of all processes and at files with a database password that others may read.</summary>
internal sealed class SecretWatch : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;

    public SecretWatch(params string[] folders)
    {
        thread = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                LookAtProcesses();
                foreach (var folder in folders)
                    LookAtFiles(folder);
            }
        });
        thread.Start();
    }

    public ConcurrentBag<string> Arguments { get; } = [];

    public ConcurrentDictionary<string, bool> Open { get; } = [];

    public void Dispose()
    {
        stop.Cancel();
        if (thread.IsAlive)
            thread.Join();
    }

    private void LookAtProcesses()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsDigit(Path.GetFileName(folder)[0])))
            if (Read(folder + "/cmdline") is { Length: > 0 } arguments)
                Arguments.Add(arguments);
    }

    private void LookAtFiles(string folder)
    {
        if (!Directory.Exists(folder) || IsShut(folder))
            return;
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null))
                if (entry is DirectoryInfo)
                    LookAtFiles(entry.FullName);
                else if ((File.GetUnixFileMode(entry.FullName) & UnixFileMode.OtherRead) != 0 && Read(entry.FullName) is { } text
                    && (text.Contains(SiteMaker.Password, StringComparison.Ordinal) || text.Contains("'password' => '", StringComparison.Ordinal))
                    && (File.GetUnixFileMode(entry.FullName) & UnixFileMode.OtherRead) != 0)
                    Open[entry.FullName] = true;
        }
        catch (IOException)
        {
            // It was just being moved.
        }
    }

    private static bool IsShut(string folder)
    {
        try
        {
            return (File.GetUnixFileMode(folder) & UnixFileMode.OtherExecute) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Replace('\0', ' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
