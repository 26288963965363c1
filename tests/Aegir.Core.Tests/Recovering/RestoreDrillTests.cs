using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Recovering;

/// <summary>The hub is gone, and so are the web server and the database server; what is left are the backups, and code bases from elsewhere.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class RestoreDrillTests(MariaDbServer server) : IDisposable
{
    private const string Alias = "also.shop.example.test";

    private static readonly string[] Sites = ["drill.example.test", "shop.drill.example.test"];

    private readonly TempFolder safe = new();

    public static TheoryData<int> Majors => Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1" ? [10, 7] : [10];

    [NeedsWebServersTheory]
    [MemberData(nameof(Majors))]
    public async Task From_the_backups_alone_every_site_comes_back(int major)
    {
        using (var lost = await MakeAsync(major))
            foreach (var site in Sites)
            {
                var backup = await lost.Hub.Sites.BackupAsync(site, new BackupOptions(), lost.Test.Sink, default);
                File.Copy(backup.Path, safe.At(Path.GetFileName(backup.Path)));
            }
        foreach (var site in Sites)
            server.DropAllOf(site);

        using var databases = new MariaDbServer();
        using var drill = new DrillHub(databases, major);
        try
        {
            foreach (var archive in Directory.GetFiles(safe.Path).Order(StringComparer.Ordinal))
                await drill.DeployAsync(new ArchivedSite(archive));

            foreach (var site in Sites)
                AssertBack(drill, site);
            Assert.Equal(("Meier", Alias), drill.Hub.Sites.Get(Sites[1]) is var shop ? (shop.Client, Assert.Single(shop.Aliases)) : default);
            Assert.Contains($"Title of {Sites[1]}", drill.Body(Alias));
            Assert.Empty(drill.Leftovers());
            // They are sites like any other.
            drill.Hub.Distributions.SetTarget("Drupal", "new");
            Assert.Equal(UpgradeOutcome.Upgraded, (await drill.Test.UpgradeAsync(Sites[0])).Outcome);
            Assert.Contains("comment-of-" + Sites[0], drill.Body(Sites[0], "/node/1"));
        }
        finally
        {
            foreach (var site in Sites)
                databases.DropAllOf(site);
        }
    }

    public void Dispose()
    {
        foreach (var site in Sites)
            server.DropAllOf(site);
        safe.Dispose();
    }

    private async Task<DrillHub> MakeAsync(int major)
    {
        var hub = new DrillHub(server, major);
        foreach (var site in Sites)
            hub.Pair.InstallOn(server, site);
        await hub.Hub.BatchAsync(hub.Test.Sink, async () =>
        {
            foreach (var site in Sites)
                await hub.Hub.Sites.ImportAsync("old", site, null, hub.Test.Sink, default);
            foreach (var site in Sites)
                await hub.Hub.Sites.VerifyAsync(site, hub.Test.Sink, default);
        });
        await hub.Hub.Sites.ChangeAsync(Sites[1], new SiteChange { Aliases = [Alias], Client = "Meier" }, hub.Test.Sink, default);
        foreach (var site in Sites)
        {
            hub.Comment(site, "comment-of-" + site);
            File.WriteAllText(hub.FolderOf(site) + "/files/upload.txt", "upload of " + site);
        }
        return hub;
    }

    private static void AssertBack(DrillHub hub, string site)
    {
        Assert.Contains($"Title of {site}", hub.Body(site));
        Assert.Contains("comment-of-" + site, hub.Body(site, "/node/1"));
        Assert.Equal("upload of " + site, hub.Body(site, $"/sites/{site}/files/upload.txt"));
        Assert.Equal((SiteStatus.Enabled, "old", Server.MasterName), hub.Hub.Sites.Get(site) is var known ? (known.Status, known.Platform, known.DatabaseServer) : default);
        // aegir-spec 2.13
        Assert.Equal("440 www-data\n2770 www-data\n", Command.Run("stat", "-c", "%a %G", hub.FolderOf(site) + "/settings.php", hub.FolderOf(site) + "/files"));
    }
}
