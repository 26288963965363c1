using System.Diagnostics;

namespace Aegir.Tests.Components;

/// <summary>
/// A machine's process, mount, host name and network namespaces. The first process in it waits for the end of its input: when the tests'
/// process ends, however it does, the whole machine goes with it.
/// </summary>
internal sealed class Namespace : IDisposable
{
    // Bind mounts are seen by the machine alone. Its /tmp comes last, as all that is mounted lies there on the hub.
    private const string Setup = """
        set -eu
        read -r outer rest </proc/self/stat
        cd /
        name=$1 root=$2 fixtures=$3
        mount -t proc proc /proc
        for folder in /run /var/log /var/lib/nginx; do
            mount -t tmpfs -o mode=755 tmpfs "$folder"
        done
        mkdir -p /run/sshd /run/php /run/lock /var/log/nginx /var/log/apache2
        for file in passwd group shadow hosts ssh sudoers.d nginx/nginx.conf apache2/apache2.conf; do
            [ ! -e "/etc/$file" ] || mount --bind "$root/etc/$file" "/etc/$file"
        done
        mount --bind "$root/home" /home
        mkdir -p /home/fixtures
        mount --bind "$fixtures" /home/fixtures
        mount --bind "$root/tmp" /tmp
        hostname "$name"
        ip link set lo up
        trap '' CHLD
        echo "ready $outer"
        exec cat
        """;

    private readonly Process process;
    private readonly string pid;

    public Namespace(string name, string root)
    {
        process = Begin("unshare", "-m", "-n", "-p", "-u", "-f", "sh", "-c", Setup, "sh", name, root, Fixtures.At(""));
        var line = process.StandardOutput.ReadLine();
        if (line is null || !line.StartsWith("ready ", StringComparison.Ordinal))
            throw new InvalidOperationException($"Machine {name} does not start: {line}{process.StandardError.ReadToEnd()}");
        pid = line["ready ".Length..];
    }

    /// <summary>Gives it a network card on a bridge.</summary>
    /// <param name="card">The other end's name on the hub.</param>
    public void Connect(string bridge, string card, string address)
    {
        Command.Run("ip", "link", "add", card, "type", "veth", "peer", "name", "eth0", "netns", pid);
        Command.Run("ip", "link", "set", card, "master", bridge, "up");
        Command.Run("nsenter", "-t", pid, "-n", "sh", "-c", "ip addr add \"$1/24\" dev eth0 && ip link set eth0 up", "sh", address);
    }

    /// <summary>Runs a program in it as the administrator.</summary>
    public (int ExitCode, string Output) Try(params string[] command) =>
        Command.Try("nsenter", ["-t", pid, "-m", "-n", "-p", "-u", .. command]);

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Starts a process that lives as long as its input is open.</summary>
    internal static Process Begin(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
