using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Hosts;

public sealed class HostKeyTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TempFolder hubFolder = new();

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task A_key_is_accepted_by_its_fingerprint_and_a_changed_one_is_refused_until_it_is(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var hub = AegirHub.Open(hubFolder.At("hub.db"));
        hub.Servers.Add(server.Server with { Transport = transport });

        var unknown = await VerifyFailsAsync(hub);
        Assert.Equal("HostKeyUnknown", unknown.Id);
        Assert.Contains(server.Fingerprint, unknown.Message);
        Assert.Contains($"Set-AegirServer 'web1' -AcceptHostKey {server.Fingerprint}", unknown.Action);
        var scanned = Assert.Single(await hub.Servers.ScanHostKeyAsync("web1", default));
        Assert.Equal(("ssh-ed25519", server.Fingerprint, false), (scanned.Type, scanned.Fingerprint, scanned.IsAccepted));

        var mismatch = await Assert.ThrowsAsync<AegirException>(() => hub.Servers.TrustHostKeyAsync("web1", "SHA256:" + new string('A', 43), default));
        Assert.Equal("HostKeyMismatch", mismatch.Id);
        Assert.Contains(server.Fingerprint, mismatch.Message);
        Assert.False(File.Exists(hubFolder.At("known_hosts")));

        await hub.Servers.TrustHostKeyAsync("web1", server.Fingerprint, default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(hubFolder.At("known_hosts")));
        Assert.True((await hub.Servers.ScanHostKeyAsync("web1", default)).Single().IsAccepted);
        using (var pool = new HostPool(hubFolder.At("known_hosts")))
            Assert.True((await pool.Of(server.Server with { Transport = transport }).RunAsync(new HostCommand("true"), default)).Succeeded);

        var old = server.Fingerprint;
        server.Stop();
        server.NewHostKey();
        server.Start();
        var changed = await VerifyFailsAsync(hub);
        Assert.Equal("HostKeyChanged", changed.Id);
        Assert.Contains(server.Fingerprint, changed.Message);
        Assert.NotEqual(old, server.Fingerprint);
        await hub.Servers.TrustHostKeyAsync("web1", server.Fingerprint["SHA256:".Length..], default);
        Assert.Single(File.ReadAllLines(hubFolder.At("known_hosts")));

        hub.Servers.Remove("web1");
        Assert.Empty(File.ReadAllLines(hubFolder.At("known_hosts")));
    }

    public void Dispose()
    {
        folder.Dispose();
        hubFolder.Dispose();
    }

    private static Task<AegirException> VerifyFailsAsync(AegirHub hub) =>
        Assert.ThrowsAsync<AegirException>(() => hub.Servers.VerifyAsync("web1", new RecordingSink(), default));
}
