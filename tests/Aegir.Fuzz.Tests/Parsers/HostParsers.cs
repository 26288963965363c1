using System.Text;
using Aegir.Databases;
using Aegir.Databases.PostgreSql;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Fuzzing;

namespace Aegir.Tests.Parsers;

/// <summary>What programs and our own scripts answer from a machine that others may have taken over.</summary>
internal static class HostParsers
{
    private static readonly SiteLocation Site = new("/p", "www.example.test", "www.example.test", 10);
    private static readonly DatabaseOrder Order = new("a", "a", "secret", "task 1");

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("site-answer", SiteAsync) { Words = ["#aegir ", "{\"value\":", "{\"error\":{\"kind\":\"Failed\",\"id\":\"x\",\"message\":\"", "\"action\":\"", "[[[[[[", "\"database\":{"] },
        new("mariadb-answer", text => DatabaseAsync(host => new MariaDbDatabases(host, "/o"), text)) { Words = ["\t", "GRANT ALL PRIVILEGES ON *.* TO ", "WITH GRANT OPTION", "ERROR 1045 (28000) at line 1: ", "ERROR 1064 "] },
        new("postgresql-answer", text => DatabaseAsync(host => new PostgreSqlDatabases(host, "/o"), text)) { Words = ["\t", "psql:<stdin>:1: ERROR:  42501: ", "FATAL: ", "\\N"] },
        new("knock-answer", text => DatabaseKnock.SeenAsync(new AnsweringHost(text), "php", "web1", new DatabaseAddress("mysql", "db", 3306), default))
        { Words = ["Access denied for user 'aegir_nobody'@'", "Host '", "is not allowed to connect", "{\"driver\":true,\"letIn\":false,\"said\":\""] },
        new("known-hosts", KnownHostsAsync) { Words = ["server_web1", " ssh-ed25519 ", "@revoked ", "|1|", "@cert-authority"] },
        new("rsync-words", text =>
        {
            foreach (var word in RsyncWords.Check(Encoding.UTF8.GetString(text).Split('\n'), "web1"))
                Assert.Matches(@"\A(folder|file|--server|-[A-Za-z]+(\.[A-Za-z]*)?)\z", word);
            return Task.CompletedTask;
        }) { Words = ["folder\n", "file\n", "rsync\n", "--server\n", "-e\n", "--rsh=sh -c id\n", "--daemon\n", "--sender\n", "-slogDtpre.iLsfxCIvu\n", ".\n"] },
        new("ssh-answer", SshAsync) { Words = ["Permission denied", "REMOTE HOST IDENTIFICATION HAS CHANGED", "aegir-", "=0\n", "=folder", "=strays", "mux_client"] },
    ];

    private static Task SiteAsync(byte[] text)
    {
        var host = new AnsweringHost(text);
        return BuildParsers.EachAsync(
            () => SiteReader.ReadAsync(host, "php", Site, null, default),
            () => SiteGate.StateAsync(host, "php", "/p", "www.example.test", null, default),
            () => SiteSettings.ReadAsync(host, "php", Site, null, default),
            () => SiteLinks.RewriteAsync(host, "php", Site, new SiteMap(), null, default),
            () => SiteLook.LookThroughAsync(host, "php", "http://127.0.0.1", Site.Site, "/nowhere/settings.php", new LookOptions(), default));
    }

    private static async Task DatabaseAsync(Func<IHost, ISiteDatabases> make, byte[] text)
    {
        foreach (var code in new[] { 0, 1 })
        {
            var databases = make(new AnsweringHost(text, code, Encoding.UTF8.GetString(text)));
            await BuildParsers.EachAsync(
                () => databases.CheckAsync(default), () => databases.AddressAsync(default), () => databases.FreeNameAsync(["a"], default),
                () => databases.CreateAsync(Order, default), () => databases.DropAsync("a", "a", "task 1", default), () => databases.DumpAsync("a", "/d", default),
                () => databases.ImportAsync("/d", Order, default), () => databases.MissingHostsAsync("a", ["%"], default),
                () => databases.WaitIdleAsync("a", TimeSpan.Zero, default));
        }
    }

    private static async Task KnownHostsAsync(byte[] text)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.At("known_hosts"), text);
        var keys = new HostKeys(folder.At("known_hosts"), new AnsweringHost([], 255, "Host key verification failed."));
        await BuildParsers.EachAsync(
            () => keys.ScanAsync(Server("web1"), default),
            () => keys.TrustAsync(Server("web1"), "SHA256:x", default),
            () => Task.Run(() => keys.Forget(Server("web1"))));
    }

    private static async Task SshAsync(byte[] text)
    {
        using var folder = new TempFolder();
        foreach (var code in new[] { 0, 1, 255 })
        {
            var client = new AnsweringHost(text, code, Encoding.UTF8.GetString(text));
            using var host = new OpenSshHost(Server("web1"), new HostKeys(folder.At("known_hosts"), client));
            await BuildParsers.EachAsync(() => host.RunAsync(new HostCommand("true"), default));
        }
    }

    private static Server Server(string name) => new() { Name = name, HostName = "127.0.0.1", Transport = ServerTransport.OpenSsh };
}
