using System.Collections.Concurrent;

namespace Aegir.SecretWatch;

/// <summary>Watches for secrets where none may be: in the arguments of processes, in logs, errors and stores, and in files that others may read.</summary>
/// <param name="temp">The folder that tests have theirs in.</param>
/// <param name="only">The one of these that counts; null for all but those of the watch's own tests.</param>
internal sealed class Watch(string temp, string? only)
{
    private const UnixFileMode Others = UnixFileMode.OtherRead;
    private const string OwnTests = "aegir-watch-";

    private readonly Secrets secrets = new();
    private readonly ConcurrentDictionary<string, bool> findings = new();
    private readonly byte[] buffer = new byte[16 << 20];
    private ExecEvents? processes;
    private long files;
    private bool seesFiles;

    public IReadOnlyCollection<string> Findings => [.. findings.Keys.Order(StringComparer.Ordinal)];

    public void Start()
    {
        processes = new ExecEvents((process, arguments) => secrets.Remember(arguments, $"process {process}: {arguments.Replace('\0', ' ')[..Math.Min(arguments.Length, 160)]}"));
        Run(processes.Open());
        if (new FileEvents(temp, Look).Open() is { } follow)
        {
            seesFiles = true;
            Run(follow);
        }
    }

    public string End()
    {
        // What was just written is on its way.
        Thread.Sleep(300);
        foreach (var (secret, where) in secrets.InArguments())
            findings[$"{Secrets.Short(secret)} in the arguments of {where}"] = true;
        return $"processes {processes!.Way}: {processes.Seen} seen, {processes.Missed} of them gone at once; "
            + (seesFiles ? $"{files} files as they were written" : "files were NOT watched, which takes root") + $"; {secrets.Count} secrets made meanwhile";
    }

    private static void Run(Action follow) => new Thread(() => follow()) { IsBackground = true }.Start();

    private void Look(string path, int file)
    {
        if (only is null ? path.Contains(OwnTests, StringComparison.Ordinal) : !path.StartsWith(only, StringComparison.Ordinal))
            return;
        var name = Path.GetFileName(path);
        var (holds, told) = (HoldsSecrets(path, name), IsTold(path, name));
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(file, ownsHandle: false);
        UnixFileMode mode;
        try
        {
            mode = File.GetUnixFileMode(handle);
        }
        catch (IOException)
        {
            return;
        }
        var open = (mode & Others) != 0 && IsOpen(path);
        if (!holds && !told && !open)
            return;
        files++;
        var text = Native.Content(file, buffer);
        if (holds)
            secrets.Learn(path, text, open);
        foreach (var secret in told ? secrets.In(text) : open && !IsTestsOwn(name) ? secrets.ShutIn(text) : [])
            findings[$"{Secrets.Short(secret)} in {path}{(told ? "" : $", which others may read ({Convert.ToString((int)mode, 8)})")}"] = true;
    }

    // Tests write the files of their accounts as it suits them.
    private static bool IsTestsOwn(string name) => name.EndsWith(".cnf", StringComparison.Ordinal) || name.Contains("service", StringComparison.Ordinal)
        || name.EndsWith(".conf", StringComparison.Ordinal) || name is "password";

    private static bool HoldsSecrets(string path, string name) =>
        (name.Contains("settings", StringComparison.Ordinal) && name.Contains("php", StringComparison.Ordinal)) || name.StartsWith("drushrc", StringComparison.Ordinal)
        || name.EndsWith(".cnf", StringComparison.Ordinal) || name.Contains("service", StringComparison.Ordinal) || name.Contains(".login-", StringComparison.Ordinal)
        || path.Contains("/webhooks/", StringComparison.Ordinal) || path.Contains("/secrets/", StringComparison.Ordinal);

    // Logs, what tests print, and stores.
    private static bool IsTold(string path, string name) =>
        name.EndsWith(".log", StringComparison.Ordinal) || name.EndsWith(".trx", StringComparison.Ordinal) || name.EndsWith(".err", StringComparison.Ordinal)
        || name.StartsWith("hub.db", StringComparison.Ordinal) || name is "pester.txt" || path.Contains("/report", StringComparison.Ordinal);

    // Whether others get there, but for the folder of the test itself, which is always shut.
    private bool IsOpen(string path)
    {
        var parts = path[temp.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var folder = temp.TrimEnd('/');
        for (var index = 0; index < parts.Length - 1; index++)
        {
            folder += "/" + parts[index];
            try
            {
                if (index > 0 && (File.GetUnixFileMode(folder) & UnixFileMode.OtherExecute) == 0)
                    return false;
            }
            catch (IOException)
            {
                // It has been moved or deleted since.
                return false;
            }
        }
        return true;
    }
}
