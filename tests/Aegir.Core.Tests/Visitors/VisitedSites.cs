using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.WebServers;
using Newtonsoft.Json.Linq;

namespace Aegir.Tests.Visitors;

/// <summary>Sites on real nginx and php-fpm, with its opcode cache, and MariaDB: those that one has in production.</summary>
internal sealed class VisitedSites : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly MariaDbServer server;
    private readonly WebServerUnderTest web;
    private readonly PlatformPair pair;

    /// <param name="isReal">On real Drupal.</param>
    public VisitedSites(MariaDbServer server, bool isReal = false)
    {
        this.server = server;
        web = WebServerUnderTest.Start(folder, WebServerType.Nginx);
        pair = isReal ? PlatformPair.Real(folder) : PlatformPair.StandIn(folder);
        Test = new TestHub(pair, server.OptionFile, web: web.Server);
        Test.Hub.Distributions.SetTarget("Drupal", "new");
    }

    public TestHub Test { get; }

    public AegirHub Hub => Test.Hub;

    public RawVisitor Visitor => web.Visitor;

    public async Task<string> AddAsync(string site)
    {
        pair.InstallOn(server, site);
        await Hub.Sites.ImportAsync("old", site, null, Test.Sink, default);
        return site;
    }

    /// <summary>The comments in the database of a site, and the names of what was uploaded to it.</summary>
    public IReadOnlyList<string> Of(string site)
    {
        var known = Hub.Sites.Get(site);
        return [.. Comments(known.DatabaseName!), .. Uploads($"{Hub.Platforms.Get(known.Platform).Path}/sites/{known.Directory}/files")];
    }

    /// <summary>What real Drupal noted of the pages that it had not.</summary>
    public IReadOnlyList<string> Missed(string site) => [.. server.Query(
        $"SELECT SUBSTRING_INDEX(location, '/', -1) FROM `{Hub.Sites.Get(site).DatabaseName}`.watchdog WHERE type = 'page not found'")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The same of the side that the last move of a site left behind.</summary>
    public IReadOnlyList<string> Left(string site)
    {
        using var store = SqliteStore.Open(Test.HubFile);
        var kept = store.Read(session => session.KeptSides.Newest(session.Sites.Get(site)!.Id))!;
        var old = JObject.Parse(kept.State)["old"]!;
        return [.. Comments($"{old["database"]}"), .. Uploads($"{old["docroot"]}/sites/{kept.Directory}/files")];
    }

    public void Dispose()
    {
        var sites = Hub.Sites.Find(new SiteFilter()).Select(site => site.Name).ToList();
        Test.Dispose();
        web.Dispose();
        foreach (var site in sites)
            server.DropAllOf(site.Replace("new-", ""));
        foreach (var site in sites)
            server.DropAllOf(site);
        folder.Dispose();
    }

    private string[] Comments(string database) => server.Query($"SELECT body FROM `{database}`.comment WHERE body LIKE '%-%.'").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // A file is called by what is in it. An upgrade takes them along.
    private static IEnumerable<string> Uploads(string files) =>
        Directory.Exists(files) ? Directory.EnumerateFiles(files, "file-*.txt").Select(File.ReadAllText) : [];
}
