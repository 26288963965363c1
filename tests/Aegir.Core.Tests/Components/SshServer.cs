using System.Diagnostics;
using Aegir.Hosts;

namespace Aegir.Tests.Components;

/// <summary>An sshd of a test's own on loopback: with its own host key, and a key pair that may log in as whoever runs the tests.</summary>
public sealed class SshServer : IDisposable
{
    public static readonly string[] Needs = ["sshd", "ssh", "ssh-keygen"];

    private readonly TempFolder folder;
    private readonly int port = Loopback.FreePort();
    private readonly string configuration;
    private Process? process;

    /// <param name="options">Lines of sshd_config.</param>
    public SshServer(TempFolder folder, params string[] options)
    {
        this.folder = folder;
        KeyFile = NewKey("login");
        File.Copy(KeyFile + ".pub", folder.At("authorized_keys"));
        NewHostKey();
        configuration = folder.Write("sshd_config", $"""
            ListenAddress 127.0.0.1
            Port {port}
            HostKey {folder.At("host")}
            AuthorizedKeysFile {folder.At("authorized_keys")}
            PidFile none
            StrictModes no
            UsePAM no
            PermitRootLogin prohibit-password
            MaxStartups 100
            LogLevel VERBOSE
            {string.Join('\n', options)}
            """);
        Start();
    }

    /// <summary>The private key that may log in.</summary>
    public string KeyFile { get; }

    public string Fingerprint => Command.Run("ssh-keygen", "-lf", folder.At("host.pub")).Split(' ')[1];

    /// <summary>How many times somebody logged in.</summary>
    public int Logins => File.ReadLines(folder.At("sshd.log")).Count(line => line.Contains("Accepted publickey", StringComparison.Ordinal));

    /// <summary>As the hub knows it.</summary>
    public Server Server => new()
    {
        Name = "web1", Transport = ServerTransport.OpenSsh, HostName = "127.0.0.1", SshPort = port, SshUser = Environment.UserName, SshKeyFile = KeyFile,
    };

    /// <summary>Where accepted keys are kept; with this machine's in it.</summary>
    public string KnownHosts => folder.Write("known_hosts", "server_web1 " + File.ReadAllText(folder.At("host.pub")));

    public SshHost Host => HostOver(ServerTransport.OpenSsh);

    public SshHost HostOver(ServerTransport transport) => Open(Server with { Transport = transport }, KnownHosts);

    /// <param name="knownHosts">The file with the accepted keys.</param>
    public static SshHost Open(Server server, string knownHosts) => (SshHost)new HostPool(knownHosts).Of(server);

    public string NewKey(string name)
    {
        var file = folder.At(name);
        File.Delete(file);
        Command.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file);
        return file;
    }

    public void NewHostKey() => NewKey("host");

    public void Start()
    {
        Directory.CreateDirectory("/run/sshd");
        process = Command.Start(Programs.Find("sshd")!, "-D", "-E", folder.At("sshd.log"), "-f", configuration);
        var clock = Stopwatch.StartNew();
        while (!Loopback.Answers(port))
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromSeconds(10))
                throw new InvalidOperationException("sshd does not start: " + File.ReadAllText(folder.At("sshd.log")));
            Thread.Sleep(20);
        }
    }

    /// <summary>Ends it together with all that goes on through it.</summary>
    public void Stop()
    {
        process?.Kill(entireProcessTree: true);
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    public void Dispose() => Stop();
}

public sealed class NeedsSshFactAttribute() : NeedsFactAttribute(SshServer.Needs);

public sealed class NeedsSshTheoryAttribute : TheoryAttribute
{
    public NeedsSshTheoryAttribute() => Skip = new NeedsFactAttribute(SshServer.Needs).Skip;
}
