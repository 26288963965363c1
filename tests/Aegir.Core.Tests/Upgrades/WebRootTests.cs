using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>Sites behind a real nginx and php-fpm that follow the links of the server's web root.</summary>
public sealed class WebRootTests
{
    private const string Site = "one.example.test";
    private const string Alias = "also.example.test";

    [NeedsNginxFact]
    public async Task Visitors_are_taken_along_by_an_upgrade_and_its_undo()
    {
        using var folder = new TempFolder();
        var pair = PlatformPair.StandIn(folder);
        pair.Install(Site);
        using var nginx = new NginxServer(folder, folder.At("web"));
        using var test = new TestHub(pair);
        test.Hub.Servers.Set(Server.MasterName, server => server with { WebRoot = folder.At("web"), WebUrl = nginx.Url });
        await test.ReadyAsync();
        Assert.Contains("10.1.5", nginx.Get(Site).Body);

        var result = await test.UpgradeAsync(Site);
        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{test.Sink}");
        Assert.Contains("10.3.6", WithinCacheTime(() => nginx.Get(Site)).Body);
        Assert.Equal(HttpStatusCode.OK, nginx.Get(Site, $"/sites/{Site}/files/pictures/stand-in.png").Status);

        var undone = await test.Hub.Upgrades.UndoAsync(Site, test.Sink, default);
        Assert.True(undone.Outcome == UpgradeOutcome.Undone, $"{undone.Message}\n{test.Sink}");
        Assert.Contains("10.1.5", WithinCacheTime(() => nginx.Get(Site)).Body);
    }

    [NeedsNginxFact]
    public async Task Aliases_are_adopted_with_a_site_and_go_where_it_goes()
    {
        using var folder = new TempFolder();
        var pair = PlatformPair.StandIn(folder);
        pair.Install(Site);
        File.WriteAllText(pair.OldDocroot + "/sites/sites.php", $"<?php\n$sites['{Alias}'] = '{Site}';\n$sites['8080.{Site}'] = '{Site}';\n");
        using var nginx = new NginxServer(folder, folder.At("web"));
        using var test = new TestHub(pair);
        test.Hub.Servers.Set(Server.MasterName, server => server with { WebRoot = folder.At("web"), WebUrl = nginx.Url });
        await test.ReadyAsync();
        Assert.Equal([Alias], test.Hub.Sites.Get(Site).Aliases);
        Assert.Contains("10.1.5", nginx.Get(Alias).Body);

        Assert.Equal(UpgradeOutcome.Upgraded, (await test.UpgradeAsync(Site)).Outcome);
        Assert.Contains("10.3.6", WithinCacheTime(() => nginx.Get(Alias)).Body);

        await test.Hub.Sites.ChangeAsync(Site, new SiteChange { RemoveAliases = [Alias], AddAliases = ["other.example.test", "*.other.example.test"] }, test.Sink, default);
        // sites.php is a cached file like the others.
        Assert.True(await Wait.UntilAsync(() => nginx.Get("other.example.test").Body.Contains("10.3.6", StringComparison.Ordinal), 30));
        Assert.Equal(HttpStatusCode.NotFound, nginx.Get(Alias).Status);
        Assert.Equal([Site, "other.example.test"], Directory.EnumerateFileSystemEntries(folder.At("web")).Select(Path.GetFileName).Order());
    }

    [NeedsNginxFact]
    public async Task A_site_that_fails_behind_the_web_server_goes_back()
    {
        using var folder = new TempFolder();
        var pair = PlatformPair.StandIn(folder);
        pair.Install(Site);
        using var nginx = new NginxServer(folder, folder.At("web"));
        using var test = new TestHub(pair);
        test.Hub.Servers.Set(Server.MasterName, server => server with { WebRoot = folder.At("web"), WebUrl = nginx.Url });
        await test.ReadyAsync();
        File.WriteAllText(pair.NewDocroot + "/core/BROKEN_TWIG", "");

        var result = await test.UpgradeAsync(Site);

        Assert.Equal((UpgradeOutcome.RolledBack, "look"), (result.Outcome, result.FailedStep));
        Assert.Contains("10.1.5", WithinCacheTime(() => nginx.Get(Site)).Body);
    }

    // php-fpm looks at a changed settings.php again after opcache.revalidate_freq, two seconds by default.
    private static (HttpStatusCode Status, string Body) WithinCacheTime(Func<(HttpStatusCode Status, string Body)> get)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = get();
            if (answer.Status == HttpStatusCode.OK || attempt == 8)
                return answer;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Thread.Sleep(500);
        }
    }
}
