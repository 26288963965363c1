using System.Collections.Concurrent;

namespace Aegir.Hosts;

/// <summary>Finds the secrets that servers name by reference. What is read stays in memory only, and in no message.</summary>
public sealed class HostSecrets
{
    private const string Variable = "env:";
    private const string File = "file:";
    private const string InVault = "vault:";

    private readonly ConcurrentDictionary<string, string> given = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what vault:NAME names; null where this process has no vault. On any thread.</summary>
    public Func<string, string>? Vault { get; set; }

    public static bool IsReference(string text) =>
        new[] { Variable, File, InVault }.Any(kind => text.Length > kind.Length && text.StartsWith(kind, StringComparison.Ordinal));

    /// <summary>Gives a server's secret for as long as the hub is open; it goes before what the server names. Null takes it back.</summary>
    public void Give(string server, string? secret)
    {
        if (secret is null)
            given.TryRemove(server, out _);
        else
            given[server] = secret;
    }

    /// <summary>Takes over all that another hub was given.</summary>
    public void Take(HostSecrets others)
    {
        foreach (var (server, secret) in others.given)
            given[server] = secret;
    }

    /// <summary>The secret of a server; null where there is none.</summary>
    /// <exception cref="AegirException">SecretMissing, SecretFileOpen, VaultMissing.</exception>
    public string? Of(string server, string? reference)
    {
        if (given.TryGetValue(server, out var secret))
            return secret;
        if (reference is null)
            return null;
        var name = reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (reference.StartsWith(Variable, StringComparison.Ordinal))
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw Missing(server, reference, "The variable is not set.");
        if (reference.StartsWith(File, StringComparison.Ordinal))
            return FromFile(server, reference, name);
        return (Vault ?? throw new AegirException(AegirErrorKind.Unavailable, "VaultMissing",
            $"The secret of '{server}' is in a vault ({reference}), which only the PowerShell module can open.",
            "Run the command in PowerShell, or name the secret as env:NAME or file:PATH."))(name);
    }

    private static string FromFile(string server, string reference, string path)
    {
        if (!System.IO.File.Exists(path))
            throw Missing(server, reference, "There is no such file.");
        if (!OperatingSystem.IsWindows()
            && (System.IO.File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
            throw new AegirException(AegirErrorKind.Refused, "SecretFileOpen", $"The file with the secret of '{server}' ({path}) can be read by others.", $"chmod 600 '{path}'");
        return System.IO.File.ReadAllText(path).TrimEnd('\r', '\n');
    }

    private static AegirException Missing(string server, string reference, string why) => new(AegirErrorKind.Unavailable, "SecretMissing",
        $"The secret of '{server}' is not to be found at {reference}. {why}", "Put it there, or name another place with Set-AegirServer -SshSecret.");
}
