namespace Aegir.Hosts.Ssh;

/// <summary>The file with the host keys that were accepted: a line per key, as ssh reads it.</summary>
internal static class KnownHosts
{
    public static bool Holds(string file, SshAddress address) => File.Exists(file) && File.ReadLines(file).Any(line => IsOf(line, address));

    private static bool IsOf(string line, SshAddress address) => line.StartsWith(address.KnownAs + " ", StringComparison.Ordinal);
}
