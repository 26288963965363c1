using System.Diagnostics;

namespace Aegir.Tests.Components;

/// <summary>
/// Machines of a test's own beside the hub, which is the machine the tests run on. Each is a network namespace on a bridge with processes,
/// mounts, accounts and services of its own. All of it goes when the lab does, or the process that made it.
/// </summary>
public sealed class Lab : IDisposable
{
    public static readonly string[] Needs =
        ["unshare", "nsenter", "ip", "sshd", "ssh-keygen", "ssh", "rsync", "sudo", "nginx", "php-fpm8.2|php-fpm8.3|php-fpm8.4|php-fpm", "php"];

    private readonly TempFolder backstage = new("aegir-backstage-");
    private readonly List<LabMachine> machines = [];
    private readonly Process bridge;

    public Lab(int machines = 2)
    {
        Folder = new TempFolder("aegir-lab-");
        // Web servers run as accounts of their own.
        Command.Run("chmod", "755", Folder.Path, backstage.Path);
        bridge = LayBridge(out var number);
        try
        {
            Network = $"10.213.{number}";
            BridgeName = $"aegirlab{number}";
            Command.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "hub", "-f", KeyFile);
            for (var i = 1; i <= machines; i++)
                this.machines.Add(new LabMachine(this, "m" + i, $"{Network}.{10 + i}", 4200 + i, backstage.At("m" + i)));
            KnownHosts = backstage.Write("known_hosts", string.Concat(this.machines.Select(machine => $"{machine.Address},server_{machine.Name} {machine.HostKey}\n")));
            foreach (var machine in this.machines)
                machine.Sshd.Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A folder that is at the same path on the hub and on every machine, each with contents of its own.</summary>
    public TempFolder Folder { get; }

    /// <summary>What a server has as its folder in the lab, on every machine.</summary>
    public string AegirFolder => Folder.At("aegir");

    public IReadOnlyList<LabMachine> Machines => machines;

    public LabMachine this[int index] => machines[index];

    /// <summary>The first three numbers of the lab's addresses.</summary>
    public string Network { get; } = "";

    /// <summary>Under which the machines reach the hub, and at which its database servers see it.</summary>
    public string HubAddress => Network + ".1";

    public string BridgeName { get; } = "";

    /// <summary>The hub's private key, which opens the account aegir on every machine.</summary>
    public string KeyFile => backstage.At("key");

    /// <summary>A file with the machines' host keys, under their addresses and under the names that a hub keeps them by.</summary>
    public string KnownHosts { get; } = "";

    /// <summary>What stands in <see cref="KeyFile"/>'s public half.</summary>
    public string PublicKey => File.ReadAllText(KeyFile + ".pub").Trim();

    public void Dispose()
    {
        foreach (var machine in machines)
            machine.Dispose();
        // The bridge is taken away by the process that laid it, also when we are gone without a word.
        bridge.StandardInput.Close();
        bridge.WaitForExit();
        bridge.Dispose();
        Folder.Dispose();
        backstage.Dispose();
    }

    private static Process LayBridge(out int number)
    {
        const string script = """
            ip link add "$1" type bridge || exit 1
            trap '' INT TERM HUP
            ip addr add "$2/24" dev "$1" && ip link set "$1" up && echo laid
            cat >/dev/null
            exec ip link del "$1"
            """;
        // Labs of other processes may be there; the name of a bridge is one lab's only.
        for (number = 1; number < 255; number++)
        {
            if (Directory.Exists($"/sys/class/net/aegirlab{number}"))
                continue;
            var process = Namespace.Begin("setsid", "sh", "-c", script, "sh", $"aegirlab{number}", $"10.213.{number}.1");
            if (process.StandardOutput.ReadLine() == "laid")
                return process;
            process.Dispose();
        }
        throw new InvalidOperationException("No network is left for a lab.");
    }
}

/// <summary>A test with machines of its own.</summary>
public class NeedsLabFactAttribute : NeedsFactAttribute
{
    private static readonly Lazy<string?> Reason = new(() =>
        Environment.UserName != "root" ? "Only the administrator can make machines."
        : Command.Try("unshare", "-m", "-n", "-p", "-u", "-f", "sh", "-c", "mount -t proc proc /proc && ip link set lo up").ExitCode != 0
            ? "Namespaces cannot be made here."
        : Command.Try("unshare", "-n", "ip", "link", "add", "b0", "type", "bridge").ExitCode != 0 ? "Bridges cannot be made here."
        : null);

    public NeedsLabFactAttribute(params string[] programs)
        : base([.. Lab.Needs, .. programs]) => Skip ??= Reason.Value;
}
