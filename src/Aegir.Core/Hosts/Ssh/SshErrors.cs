namespace Aegir.Hosts.Ssh;

/// <summary>What ssh says when it cannot connect, told apart.</summary>
internal static class SshErrors
{
    /// <param name="said">What ssh wrote to standard error.</param>
    public static AegirException From(SshAddress address, string said, string knownHosts)
    {
        if (Says("REMOTE HOST IDENTIFICATION HAS CHANGED"))
            return Changed(address);
        if (Says("host key is known for") || Says("Host key verification failed"))
            return KnownHosts.Holds(knownHosts, address) ? Changed(address) : Unknown(address);
        if (Says("Permission denied") || Says("Too many authentication failures") || Says("No supported authentication methods"))
            return new AegirException(AegirErrorKind.Unavailable, "SshLoginRefused",
                $"'{address.Name}' ({address}) refuses the login: {Tail(said)}",
                $"Put the public key into ~/.ssh/authorized_keys of that account, or name account and key: Set-AegirServer '{address.Name}' -SshUser NAME -SshKeyFile PATH");
        return Unreachable(address, Tail(said));

        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    public static AegirException Unreachable(SshAddress address, string why) => new(AegirErrorKind.Unavailable, "HostUnreachable",
        $"'{address.Name}' ({address}) cannot be reached: {why}",
        $"Check that the machine is up and that 'ssh {address.HostName}' works from here; Set-AegirServer '{address.Name}' changes -HostName and -SshPort.");

    public static AegirException Lost(SshAddress address, string said) => new(AegirErrorKind.Unavailable, "HostUnreachable",
        $"The connection to '{address.Name}' ({address}) was cut off in the middle of a command. {Tail(said)}".TrimEnd(),
        "Check the machine and the network, then run the command again.");

    public static AegirException NoShell(SshAddress address, string said) => new(AegirErrorKind.Unavailable, "HostShellUnfit",
        $"The account on '{address.Name}' ({address}) runs no commands: {Tail(said)}",
        "Give the account a login shell, and let no ForceCommand or authorized_keys option stand in its place; /bin/sh and head must be there.");

    private static AegirException Unknown(SshAddress address) => new(AegirErrorKind.Unavailable, "HostKeyUnknown",
        $"The host key of '{address.Name}' ({address}) has not been accepted yet.",
        $"Compare its fingerprint with the machine's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then: Set-AegirServer '{address.Name}' -AcceptHostKey FINGERPRINT");

    private static AegirException Changed(SshAddress address) => new(AegirErrorKind.Refused, "HostKeyChanged",
        $"'{address.Name}' ({address}) presents another host key than the one that was accepted. Somebody may be in between, or the machine was set up anew.",
        $"Only if the new fingerprint is the machine's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on it): Set-AegirServer '{address.Name}' -AcceptHostKey FINGERPRINT");

    private static string Tail(string said) =>
        new CommandResult(255, "", said).Tail(2) is { Length: > 0 } tail ? tail.Replace('\n', ' ') : "ssh gave no reason.";
}
