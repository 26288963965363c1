using Aegir.Tests.Components;

namespace Aegir.Tests.Sites;

/// <summary>All that can happen to a site behind a real web server, on a real database server: after each thing what visitors are answered at once, what
/// stands on the disk, and which databases and users there are.</summary>
internal sealed class WholeLife : IDisposable
{
    private const string Site = "whole.example.test";
    private const string Renamed = "www.entire.example.test";
    private const string Clone = "copy.example.test";

    private readonly TempFolder folder = new();
    private readonly ITestDatabases databases;
    private readonly WebServerUnderTest web;
    private readonly TestHub test;

    private WholeLife(WebServerType type, ITestDatabases databases, int major)
    {
        this.databases = databases;
        web = WebServerUnderTest.Start(folder, type);
        var pair = PlatformPair.StandIn(folder, major);
        test = new TestHub(pair, databases.OptionFile, databases.Type, web: web.Server);
    }

    private AegirHub Hub => test.Hub;

    public static async Task RunAsync(WebServerType type, ITestDatabases databases, int major)
    {
        using var life = new WholeLife(type, databases, major);
        await life.LiveAsync();
    }

    public void Dispose()
    {
        foreach (var name in Databases().Select(name => name.Split(' ')[^1]).Distinct())
            databases.Drop(name);
        test.Dispose();
        web.Dispose();
        folder.Dispose();
    }

    private async Task LiveAsync()
    {
        var before = Databases();
        var installed = await Hub.Sites.InstallAsync(
            new NewSite { Name = Site, Platform = "old", Title = "A whole life", AdminEmail = "a@b.example", Aliases = ["also." + Site] }, test.Sink, default);
        Assert.StartsWith($"http://{Site}:{web.Server.WebPort}/user/reset/1/", installed.LoginUrl);
        Shown(Site, "old");
        Assert.Contains("A whole life", web.Visitor.Get("also." + Site).Body);
        Assert.Equal(["database wholeexampletest", "user wholeexampletest"], Databases().Except(before));
        File.WriteAllText(Folder(Site, "old") + "/files/upload.txt", "uploaded");

        Hub.Distributions.SetTarget("Drupal", "new");
        var upgrade = await test.UpgradeAsync(Site);
        Assert.True(upgrade.Outcome == UpgradeOutcome.Upgraded, $"{upgrade.Message}\n{test.Sink}");
        Shown(Site, "new");

        var backup = await Hub.Sites.BackupAsync(Site, new BackupOptions(), test.Sink, default);
        using (var packed = new Packed(backup.Path))
            Assert.Equal("uploaded", packed.Text("files/upload.txt"));
        File.WriteAllText(Folder(Site, "new") + "/files/upload.txt", "changed since");

        await DoneAsync(new MoveRequest(MoveKind.Clone, Site) { NewName = Clone });
        Shown(Clone, "new");
        Shown(Site, "new");
        Assert.Equal(404, web.Visitor.Get("also." + Clone).Status);

        await DoneAsync(new MoveRequest(MoveKind.Rename, Site) { NewName = Renamed });
        Shown(Renamed, "new");
        Assert.Equal(404, web.Visitor.Get(Site).Status);

        await DoneAsync(new MoveRequest(MoveKind.Restore, Renamed) { Backup = $"{backup.Id}" });
        Shown(Renamed, "new");
        Assert.Equal("uploaded", web.Visitor.Get(Renamed, "/files/upload.txt").Body);

        await Hub.Sites.DisableAsync(Clone, noBackup: true, test.Sink, default);
        Assert.Equal(503, web.Visitor.Get(Clone).Status);
        await Hub.Sites.EnableAsync(Clone, test.Sink, default);
        Shown(Clone, "new");

        Hub.Platforms.Unlock("old");
        Hub.Distributions.SetTarget("Drupal", null);
        foreach (var name in new[] { Clone, Renamed })
        {
            await Hub.Sites.RemoveAsync(name, noBackup: false, test.Sink, default);
            Assert.Equal(404, web.Visitor.Get(name).Status);
        }
        Assert.Equal(before, Databases());
        Assert.DoesNotContain(Directory.EnumerateDirectories(test.Pair.NewDocroot + "/sites").Concat(Directory.EnumerateDirectories(test.Pair.OldDocroot + "/sites")),
            path => path.Contains("example.test", StringComparison.Ordinal) || path.Contains(".aegir", StringComparison.Ordinal));
        Assert.NotEmpty(Hub.Sites.Backups(Renamed));
    }

    private async Task DoneAsync(MoveRequest request)
    {
        var result = await Hub.Moves.RunAsync(request, test.Sink, default);
        Assert.True(result.Outcome == MoveOutcome.Done && result.FailedStep is null, $"{result} {result.Message}\n{test.Sink}");
    }

    private string Folder(string site, string platform) => $"{(platform == "old" ? test.Pair.OldDocroot : test.Pair.NewDocroot)}/sites/{site}";

    private void Shown(string site, string platform)
    {
        var reply = web.Visitor.Get(site);
        Assert.True(reply.Status == 200 && reply.Body.Contains("A whole life", StringComparison.Ordinal), $"{site}: {reply}\n{web.Log}");
        Assert.Equal(platform, Hub.Sites.Get(site).Platform);
        // aegir-spec 2.13
        Assert.Equal("440 www-data\n2770 www-data\n", Command.Run("stat", "-c", "%a %G", Folder(site, platform) + "/settings.php", Folder(site, platform) + "/files"));
    }

    private IReadOnlyList<string> Databases() =>
    [
        .. databases.DatabasesLike("").Where(IsOurs).Select(name => "database " + name), .. databases.UsersLike("").Where(IsOurs).Select(name => "user " + name),
    ];

    // Those of the tests that share the server are not.
    private static bool IsOurs(string name) => name.StartsWith("whole", StringComparison.Ordinal) || name.StartsWith("entire", StringComparison.Ordinal)
        || name.StartsWith("copy", StringComparison.Ordinal);
}

[Collection(MariaDbMoveTests.Name)]
public sealed class WholeLifeOnMariaDbTests(MariaDbServer server)
{
    [NeedsWebServersTheory]
    [InlineData(WebServerType.Nginx, 10)]
    [InlineData(WebServerType.Apache, 7)]
    public Task From_installation_to_removal(WebServerType type, int major) => WholeLife.RunAsync(type, server, major);
}

[Collection(PostgreSqlTests.Name)]
public sealed class WholeLifeOnPostgreSqlTests(PostgreSqlServer server)
{
    [NeedsPostgreSqlAndApacheFact]
    public Task From_installation_to_removal_behind_Apache() => WholeLife.RunAsync(WebServerType.Apache, server, 10);
}

public sealed class NeedsPostgreSqlAndApacheFactAttribute : FactAttribute
{
    public NeedsPostgreSqlAndApacheFactAttribute() => Skip = PostgreSqlServer.WhyNot ?? new NeedsWebServersTheoryAttribute().Skip;
}
