using Aegir.Databases;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Drupal;

/// <summary>The parts of an upgrade that touch a site, on the stand-in code bases and a real MariaDB.</summary>
[Collection(MariaDbTests.Name)]
public sealed class SiteStandInTests(MariaDbServer server) : IDisposable
{
    private const string Site = "one.example.com";

    private readonly TempFolder folder = new();
    private readonly LocalHost host = new();
    private readonly string name = "s" + Guid.NewGuid().ToString("N")[..12];

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => folder.Dispose();

    [NeedsMariaDbFact]
    public Task Drupal_10_moves() => Moves(10, "drupal-10.1.5", "drupal-10.3.6", "web/");

    [NeedsMariaDbFact]
    public Task Drupal_7_moves() => Moves(7, "drupal-7.98", "drupal-7.105", "");

    private async Task Moves(int major, string from, string to, string docroot)
    {
        var databases = new MariaDbDatabases(host, server.OptionFile);
        await databases.CreateAsync(new(name, name, "s3cret", "test"), None);
        await databases.ReleaseMarkAsync(name, None);
        await Make("make-platform", from, folder.At("old"));
        await Make("make-platform", to, folder.At("new"));
        await Make("make-site", folder.At("old"), Site, "standard",
            $"mysql://{name}:s3cret@127.0.0.1:{await Port()}/{name}", "--title=The one");
        var old = new SiteLocation(folder.At("old/" + docroot).TrimEnd('/'), Site, Site, major);
        var target = new SiteLocation(folder.At("new/" + docroot).TrimEnd('/'), Site, Site, major);

        var facts = await SiteReader.ReadAsync(host, "php", old, null, None);
        Assert.Null(facts.ConnectionError);
        Assert.Equal((name, "The one", "standard"), (facts.Database.Name, facts.Title, facts.Profile));
        Assert.Contains(facts.Packages, package => package is { Name: "system", Schema: > 7000 });
        Assert.Equal(server.Query($"SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = '{name}'").Trim(),
            facts.DatabaseSize.ToString());
        var before = await SiteLook.LookAsync(host, "php", old.Docroot, Site, Site, new LookOptions { Paths = ["/", "/user/login"] }, None);
        Assert.Null(before.Problem);

        await SiteGate.CloseAsync(host, "php", old.Docroot, Site, "token", None);
        Assert.Null((await SiteLook.LookAsync(host, "php", old.Docroot, Site, Site, new() { ExpectClosed = true }, None)).Problem);
        await databases.WaitIdleAsync(name, TimeSpan.FromSeconds(20), None);
        var fresh = name + "_0";
        await databases.DumpAsync(name, folder.At("dump.sql"), None);
        await databases.CreateAsync(new(fresh, fresh, "t0psecret", "task 1") { Like = (name, name) }, None);
        await databases.ImportAsync(folder.At("dump.sql"), new(fresh, fresh, "t0psecret", "task 1"), None);
        await Run("cp", "-a", $"{old.Docroot}/sites/{Site}", $"{target.Docroot}/sites/{Site}");
        if (major >= 8)
            File.WriteAllText($"{target.Docroot}/sites/sites.php", "<?php\n");
        var kept = await SiteSettings.ReadAsync(host, "php", old, "token", None);
        await SiteSettings.WriteAsync(host, "php", kept, target, new(fresh, fresh, "t0psecret"), new(), "token", None);

        var moved = await SiteReader.ReadAsync(host, "php", target, "token", None);
        Assert.Equal((fresh, facts.HashSaltFingerprint), (moved.Database.Name, moved.HashSaltFingerprint));
        Assert.Equal(facts.Packages, moved.Packages);
        // Code and database are of different releases until updates ran.
        Assert.Contains("500", (await SiteLook.LookAsync(host, "php", target.Docroot, Site, Site, new() { Token = "token" }, None)).Problem);

        await SiteGate.OpenAsync(host, "php", old.Docroot, Site, "token", None);
        Assert.Null((await SiteLook.LookAsync(host, "php", old.Docroot, Site, Site, new(), None)).Problem);
        await databases.DropAsync(fresh, fresh, "task 1", None);
        await databases.DropKeptAsync(name, name, None);
    }

    private async Task<string> Port() => (await host.RunAsync(new HostCommand("sh", "-c",
        $"printf 'SELECT @@port' | HOME=/nonexistent $(command -v mariadb || command -v mysql) --defaults-extra-file={server.OptionFile} -BN"), None)).Output.Trim();

    private Task Make(string program, params string[] arguments) => Run(Path.Combine(Fixtures, program), arguments);

    private async Task Run(string program, params string[] arguments)
    {
        var result = await host.RunAsync(new HostCommand(program, arguments), None);
        Assert.True(result.Succeeded, $"{program}: {result.Output}{result.Error}");
    }

    private static string Fixtures
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "fixtures")))
                folder = folder.Parent ?? throw new InvalidOperationException("No tests/fixtures above the tests.");
            return Path.Combine(folder.FullName, "tests", "fixtures");
        }
    }
}
