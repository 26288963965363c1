using System.Security.Cryptography;

namespace Aegir.Hosts.Ssh;

/// <summary>The host keys that were accepted, in a file as ssh reads it: a line per server with its name, the key's type and the key.</summary>
internal sealed class KnownHosts(string file)
{
    private static readonly object Gate = new();

    public string File => file;

    public static string Fingerprint(string line) =>
        "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(line.Split(' ')[2]))).TrimEnd('=');

    /// <summary>The line of a server's key; null where none was accepted.</summary>
    public string? Of(SshAddress address) => Lines().FirstOrDefault(line => IsOf(line, address));

    /// <summary>Keeps a key as the only one of a server; null takes it away.</summary>
    public void Set(SshAddress address, string? line)
    {
        lock (Gate)
        {
            var lines = Lines().Where(other => !IsOf(other, address)).ToList();
            if (line is not null)
                lines.Add(line);
            // Whoever may write here says whom we trust.
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var part = file + ".part";
            System.IO.File.Delete(part);
            using (var writer = new StreamWriter(part, options))
                foreach (var kept in lines)
                    writer.Write(kept + "\n");
            System.IO.File.Move(part, file, overwrite: true);
        }
    }

    private IEnumerable<string> Lines() => System.IO.File.Exists(file) ? System.IO.File.ReadAllLines(file) : [];

    private static bool IsOf(string line, SshAddress address) =>
        line.Split(' ') is [var names, _, _, ..] && names.Split(',').Contains(address.KnownAs);
}
