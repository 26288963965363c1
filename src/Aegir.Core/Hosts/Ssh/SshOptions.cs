using System.Globalization;

namespace Aegir.Hosts.Ssh;

/// <summary>The words that every ssh of ours begins with. What they leave open is the user's own ssh configuration, proxies included.</summary>
internal static class SshOptions
{
    /// <summary>How long a connection may take to come about, in seconds.</summary>
    public const int ConnectSeconds = 10;

    // A dead link is noticed after (3 + 1) * 3 = 12 seconds.
    private static readonly string[] Always =
    [
        "-T", "-a", "-x",
        .. Set("BatchMode=yes", "PasswordAuthentication=no", "KbdInteractiveAuthentication=no"),
        .. Set("GlobalKnownHostsFile=/dev/null", "VerifyHostKeyDNS=no", "UpdateHostKeys=no", "CheckHostIP=no", "HashKnownHosts=no"),
        .. Set("ServerAliveInterval=3", "ServerAliveCountMax=3", "TCPKeepAlive=yes", "LogLevel=ERROR"),
        .. Set("ClearAllForwardings=yes", "PermitLocalCommand=no", "RemoteCommand=none"),
    ];

    /// <param name="knownHosts">The file with the host keys that were accepted.</param>
    /// <param name="strict">False only to look at a key: then whatever is presented goes into the file.</param>
    public static IEnumerable<string> Of(SshAddress address, string knownHosts, bool strict = true)
    {
        IEnumerable<string> words =
        [
            .. Always,
            .. Set($"ConnectTimeout={ConnectSeconds.ToString(CultureInfo.InvariantCulture)}", $"HostKeyAlias={address.KnownAs}"),
            .. Set($"UserKnownHostsFile={Quoted(knownHosts)}"),
            .. Set("StrictHostKeyChecking=" + (strict ? "yes" : "accept-new")),
        ];
        if (address.User is { } user)
            words = words.Concat(["-l", user]);
        if (address.Port != 0)
            words = words.Concat(["-p", address.Port.ToString(CultureInfo.InvariantCulture)]);
        if (address.KeyFile is { } key)
            words = words.Concat(["-i", key, .. Set("IdentitiesOnly=yes")]);
        return words;
    }

    /// <summary>The words that make a command go through a connection that is there already; one of its own where there is none.</summary>
    public static IEnumerable<string> Through(string? socket) => ["-o", "ControlMaster=no", "-S", socket?.Replace("%", "%%", StringComparison.Ordinal) ?? "none"];

    // The value is a list of files, so that spaces need quotes; a percent sign begins a token, a backslash an escape.
    private static string Quoted(string file) =>
        '"' + (OperatingSystem.IsWindows() ? file.Replace('\\', '/') : file).Replace("%", "%%", StringComparison.Ordinal) + '"';

    private static IEnumerable<string> Set(params string[] options) => options.SelectMany(option => new[] { "-o", option });
}
