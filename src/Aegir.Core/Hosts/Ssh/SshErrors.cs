namespace Aegir.Hosts.Ssh;

/// <summary>What ssh says when it cannot connect, told apart.</summary>
internal static class SshErrors
{
    private const string OnIt = "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on it";

    public static bool IsKeyRefused(string said) =>
        Says(said, "REMOTE HOST IDENTIFICATION HAS CHANGED") || Says(said, "host key is known for") || Says(said, "Host key verification failed");

    /// <param name="said">What ssh wrote to standard error.</param>
    public static AegirException From(SshAddress address, string said) =>
        Says(said, "Permission denied") || Says(said, "Too many authentication failures") || Says(said, "No supported authentication methods")
            ? LoginRefused(address, said)
            : Unreachable(address, said);

    public static AegirException LoginRefused(SshAddress address, string said) => new(AegirErrorKind.Unavailable, "SshLoginRefused",
        $"'{address.Name}' ({address}) refuses the login: {Tail(said)}",
        $"Put the public key into ~/.ssh/authorized_keys of that account, or name account and key: {Set(address)} -SshUser NAME -SshKeyFile PATH");

    public static AegirException Unreachable(SshAddress address, string said) => new(AegirErrorKind.Unavailable, "HostUnreachable",
        $"'{address.Name}' ({address}) cannot be reached: {Tail(said)}",
        $"Check that the machine is up and that ssh gets there from here; {Set(address)} changes -HostName and -SshPort.");

    public static AegirException Lost(SshAddress address, string said) => new(AegirErrorKind.Unavailable, "HostUnreachable",
        $"The connection to '{address.Name}' ({address}) was cut off in the middle of a command. {Tail(said)}",
        "Check the machine and the network, then run the command again.");

    public static AegirException NoShell(SshAddress address, string said) => new(AegirErrorKind.Unavailable, "HostShellUnfit",
        $"The account on '{address.Name}' ({address}) runs no commands: {Tail(said)}",
        "Give the account a login shell, and let no ForceCommand or authorized_keys option stand in its place; /bin/sh and head must be there.");

    /// <param name="seen">The fingerprint that the machine presents.</param>
    public static AegirException KeyUnknown(SshAddress address, string seen) => new(AegirErrorKind.Unavailable, "HostKeyUnknown",
        $"The host key of '{address.Name}' ({address}) has not been accepted yet. It presents {seen}.",
        $"If that is the machine's own ({OnIt}): {Set(address)} -AcceptHostKey {seen}");

    public static AegirException KeyChanged(SshAddress address, string seen) => new(AegirErrorKind.Refused, "HostKeyChanged",
        $"'{address.Name}' ({address}) presents another host key than the one that was accepted: {seen}. Somebody may be in between, or the machine was set up anew.",
        $"Only if that is the machine's own ({OnIt}): {Set(address)} -AcceptHostKey {seen}");

    private static string Set(SshAddress address) => $"Set-AegirServer '{address.Name.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool Says(string said, string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Tail(string said) =>
        new CommandResult(255, "", said).Tail(2) is { Length: > 0 } tail ? tail.Replace('\n', ' ') : "ssh gives no reason.";
}
