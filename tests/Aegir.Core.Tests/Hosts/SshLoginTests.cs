using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Hosts;

/// <summary>Ways to log in that the ssh program cannot be given: passwords, prompts, passphrases; and where these come from.</summary>
public sealed class SshLoginTests : IDisposable
{
    private const string Secret = "it's a \"secret\" ✓";

    private readonly TempFolder folder = new();

    [NeedsSshNetLabFact("openssl")]
    public async Task Passwords_prompts_and_both_after_a_key_let_in()
    {
        using var lab = new Lab(1);
        var password = "p" + Guid.NewGuid().ToString("N");
        var hash = Command.Run("openssl", "passwd", "-6", password).Trim();
        lab[0].Run($"sed 's|^aegir:[*]:|aegir:{hash}:|' /etc/shadow >/run/shadow && cat /run/shadow >/etc/shadow");
        Sshd(lab[0], 2201, "PasswordAuthentication=yes", "AuthenticationMethods=password");
        Sshd(lab[0], 2202, "UsePAM=yes", "KbdInteractiveAuthentication=yes", "AuthenticationMethods=keyboard-interactive");
        Sshd(lab[0], 2203, "PasswordAuthentication=yes", "AuthenticationMethods=publickey,password");
        using var pool = new HostPool(lab.KnownHosts);
        pool.Secrets.Give("M1", password);
        var server = lab[0].Server with { Transport = ServerTransport.SshNet, SshKeyFile = null };

        Assert.Equal("aegir\n", await WhoAsync(pool, server with { SshPort = 2201 }));
        Assert.Equal("aegir\n", await WhoAsync(pool, server with { SshPort = 2202 }));
        Assert.Equal("aegir\n", await WhoAsync(pool, server with { SshPort = 2203, SshKeyFile = lab.KeyFile }));
        // What is not said need not be right.
        using var others = new HostPool(lab.KnownHosts);
        others.Secrets.Give("m1", "wrong");
        foreach (var port in new[] { 2201, 2202 })
        {
            var refused = await Assert.ThrowsAsync<AegirException>(() => WhoAsync(others, server with { SshPort = port }));
            Assert.Equal("SshLoginRefused", refused.Id);
            Assert.DoesNotContain("wrong", refused.ToString());
        }
    }

    [NeedsSshTheory]
    [OverSshNet]
    public async Task A_key_is_opened_with_its_passphrase_which_nobody_else_is_told(ServerTransport transport)
    {
        using var sshd = new SshServer(folder, "LogLevel DEBUG1");
        var locked = folder.At("locked");
        File.Copy(sshd.KeyFile, locked);
        Command.Run("chmod", "600", locked);
        Command.Run("ssh-keygen", "-q", "-p", "-P", "", "-N", Secret, "-f", locked);
        var server = sshd.Server with { Transport = transport, SshKeyFile = locked };

        using (var pool = new HostPool(sshd.KnownHosts))
        {
            Assert.Equal("SshKeyLocked", await ErrorAsync(pool, server));
            pool.Secrets.Give(server.Name, "wrong");
            Assert.Equal("SshKeyLocked", await ErrorAsync(pool, server));
            pool.Secrets.Give(server.Name, Secret);
            Assert.Equal(Environment.UserName + "\n", await WhoAsync(pool, server));
            // The key fits no more, and the passphrase is no password.
            Assert.Equal("SshLoginRefused", await ErrorAsync(pool, server with { SshUser = "nobody" }));
        }
        Assert.DoesNotContain("password", string.Join('\n', File.ReadLines(folder.At("sshd.log")).Where(line => line.Contains("userauth-request", StringComparison.Ordinal))));
    }

    [Fact]
    public void Secrets_are_found_where_they_are_said_to_be()
    {
        var secrets = new HostSecrets();
        Environment.SetEnvironmentVariable("AEGIR_TEST_SECRET", Secret);
        var file = folder.WriteSecret("secret", Secret + "\n");

        Assert.Null(secrets.Of("web1", null));
        Assert.Equal(Secret, secrets.Of("web1", "env:AEGIR_TEST_SECRET"));
        Assert.Equal(Secret, secrets.Of("web1", "file:" + file));
        Assert.Equal("VaultMissing", Assert.Throws<AegirException>(() => secrets.Of("web1", "vault:web1")).Id);
        secrets.Vault = name => name + " opened";
        Assert.Equal("web1 opened", secrets.Of("web1", "vault:web1"));
        secrets.Give("WEB1", "given");
        Assert.Equal("given", secrets.Of("web1", "vault:web1"));
        secrets.Give("web1", null);

        Assert.Equal("SecretMissing", Assert.Throws<AegirException>(() => secrets.Of("web1", "env:AEGIR_TEST_NO_SECRET")).Id);
        Assert.Equal("SecretMissing", Assert.Throws<AegirException>(() => secrets.Of("web1", "file:" + folder.At("none"))).Id);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal("SecretFileOpen", Assert.Throws<AegirException>(() => secrets.Of("web1", "file:" + file)).Id);
    }

    [Fact]
    public void A_hub_keeps_where_a_secret_is_and_never_takes_the_secret_itself()
    {
        using var hub = AegirHub.Open(folder.At("hub.db"));
        var server = new Server { Name = "web1", HostName = "web1.example.com", Transport = ServerTransport.SshNet, SshSecret = "env:WEB1" };

        Assert.Equal("env:WEB1", hub.Servers.Add(server).SshSecret);

        foreach (var wrong in new[] { Secret, "env:", "sesame:open" })
        {
            var refused = Assert.Throws<AegirException>(() => hub.Servers.Set("web1", known => known with { SshSecret = wrong }));
            Assert.Equal("SecretReferenceInvalid", refused.Id);
            Assert.DoesNotContain(wrong, refused.Message);
        }
        Assert.Equal("SecretNotUsed", Assert.Throws<AegirException>(() => hub.Servers.Set("web1", known => known with { Transport = ServerTransport.OpenSsh })).Id);
    }

    [NeedsNoSshNetFact]
    public void A_build_without_it_says_so()
    {
        using var pool = new HostPool(folder.At("known_hosts"));
        Assert.Equal("TransportMissing", Assert.Throws<AegirException>(() => pool.Of(new Server { Name = "web1", Transport = ServerTransport.SshNet })).Id);
    }

    public void Dispose() => folder.Dispose();

    // One beside the machine's own, which takes keys only.
    private static void Sshd(LabMachine machine, int port, params string[] options) => machine.Run(
        $"sed '/^ListenAddress/d; /^PidFile/d' /etc/ssh/sshd_config >/run/sshd-{port} && /usr/sbin/sshd -f /run/sshd-{port} -p {port} -E /run/sshd-{port}.log "
        + string.Concat(options.Select(option => $"-o {option} ")));

    private static async Task<string> WhoAsync(HostPool pool, Server server) => (await pool.Of(server).RunAsync(new HostCommand("id", "-un"), default)).Output;

    private static async Task<string> ErrorAsync(HostPool pool, Server server) => (await Assert.ThrowsAsync<AegirException>(() => WhoAsync(pool, server))).Id;
}
