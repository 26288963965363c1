using Aegir.Service.Tests.Components;
using Aegir.State;
using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Service.Tests;

/// <summary>
/// The status page in a real browser, with five hundred sites and an upgrade that runs. AEGIR_TEST_SCREENSHOTS names a folder that gets pictures of
/// it; docs/status-page.png is one.
/// </summary>
public sealed class BrowserTests : IDisposable
{
    private const string Browser = "chromium|chromium-browser|google-chrome";

    private static readonly string[] Words =
        ["museum", "library", "garden", "theatre", "harbour", "observatory", "orchestra", "archive", "festival", "academy", "bakery", "clinic", "gallery"];

    private readonly TempFolder folder = new();
    private readonly AegirHub hub;

    public BrowserTests() => hub = AegirHub.Open(folder.At("hub/hub.db"));

    public void Dispose()
    {
        hub.Dispose();
        folder.Dispose();
    }

    [NeedsFact(Browser, "php")]
    public async Task Five_hundred_sites_and_a_running_upgrade_are_shown_and_kept_up_to_date()
    {
        var sites = await FillAsync();
        await using var service = await ServiceUnderTest.StartAsync(folder, hub);
        using var stop = new CancellationTokenSource();
        var upgrades = hub.Upgrades.RunAsync(sites.ToAsyncEnumerable(), new UpgradeOptions { ThrottleLimit = 2 }, new RecordingSink(), stop.Token);
        Assert.True(await Wait.UntilAsync(() => Running().Count == 2 && Running().All(task => hub.Tasks.StepsOf(task.Id).Any(step => step.Step == "updates")), 60));

        var (page, said) = Browse(service, "/", "--dump-dom", "--virtual-time-budget=10000");
        Picture(service, "status-page", "/", "1280,1100");
        Picture(service, "status-page-dark", "/", "1280,1100", "--force-dark-mode", "--blink-settings=preferredColorScheme=0");
        Picture(service, "status-page-phone", "/", "400,1400");
        Picture(service, "sites-phone", "/sites", "400,900");
        Picture(service, "sites", "/sites?behind=true", "1280,900");
        Picture(service, "platforms", "/platforms", "1280,500");
        Picture(service, "task", "/tasks/" + Running()[0].Id, "1280,900");
        Picture(service, "compare", "/compare?site=" + sites[0], "1280,900");
        await stop.CancelAsync();
        await upgrades;

        Assert.Contains("updates", page);
        Assert.Contains("Processing", page);
        Assert.Contains("312 of 422 sites are on it", page);
        Assert.DoesNotContain("Content Security Policy", said);
        Assert.DoesNotContain("Uncaught", said);
        // The script asked again.
        Assert.True(await service.CountAsync("http_server_request_duration_seconds_count", "http_route=\"/\"") >= 2);
    }

    private IReadOnlyList<AegirTask> Running() => hub.Tasks.Find(new TaskFilter { Status = AegirTaskStatus.Processing });

    /// <summary>Two releases with sites that can be upgraded, and many more that are only known; gives those that can.</summary>
    private async Task<string[]> FillAsync()
    {
        string[] sites = ["www.museum.example.org", "shop.library.example.org"];
        var (pair, seven) = (PlatformPair.StandIn(folder), PlatformPair.StandIn(folder, 7));
        foreach (var site in sites)
            pair.Install(site);
        folder.Write("drupal-10.3.6/web/.standin/STANDIN_SLEEP_UPDATEDB", "120");
        hub.Servers.Set(Server.MasterName, server => server with { OpcacheSeconds = 0 });
        hub.Distributions.Add("Drupal 10");
        hub.Distributions.Add("Drupal 7");
        var sink = new RecordingSink();
        await hub.Platforms.AddAsync("Drupal 7.98", seven.OldRoot, "Drupal 7", sink, default);
        await hub.Platforms.AddAsync("Drupal 7.105", seven.NewRoot, "Drupal 7", sink, default);
        hub.Distributions.SetTarget("Drupal 7", "Drupal 7.105");
        await hub.Platforms.AddAsync("Drupal 10.1.5", pair.OldRoot, "Drupal 10", sink, default);
        await hub.Platforms.AddAsync("Drupal 10.3.6", pair.NewRoot, "Drupal 10", sink, default);
        foreach (var site in sites)
            await hub.Sites.ImportAsync("Drupal 10.1.5", site, null, sink, default);
        hub.Distributions.SetTarget("Drupal 10", "Drupal 10.3.6");
        using IStateStore store = SqliteStore.Open(folder.At("hub/hub.db"));
        store.Write(session =>
        {
            var (old, target, sevens) = (Id("Drupal 10.1.5"), Id("Drupal 10.3.6"), Id("Drupal 7.105"));
            for (var number = 0; number < 500 - sites.Length; number++)
            {
                var name = $"{Words[number % Words.Length]}{1 + (number / Words.Length)}.example.org";
                session.Sites.Add(new Site { Name = name, Directory = name, Status = SiteStatus.Enabled, DatabaseType = DatabaseType.MariaDb, LastCron = DateTimeOffset.UtcNow.AddMinutes(-number % 60) },
                    number < 312 ? target : number < 420 ? old : sevens);
            }

            long Id(string platform) => session.Platforms.Get(platform)!.Id;
        });
        // Its folder is not there: one that fails.
        await hub.Cron.RunAsync(Words[0] + "1.example.org", sink, default);
        var repository = new GitRepository(folder.At("repository"));
        repository.Commit(("composer.json", "{}"));
        hub.Distributions.Set("Drupal 10", distribution => distribution with { Source = new GitUpdates(repository.Path, "main"), Policy = UpdatePolicy.Check });
        await hub.Distributions.CheckAsync("Drupal 10", sink, default);
        return sites;
    }

    private void Picture(ServiceUnderTest service, string name, string path, string size, params string[] more)
    {
        if (Environment.GetEnvironmentVariable("AEGIR_TEST_SCREENSHOTS") is { Length: > 0 } pictures)
            Browse(service, path, [$"--screenshot={pictures}/{name}.png", $"--window-size={size}", "--hide-scrollbars", .. more]);
    }

    private (string Output, string Said) Browse(ServiceUnderTest service, string path, params string[] arguments)
    {
        using var process = Command.Start(Programs.Find(Browser.Split('|'))!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--enable-logging=stderr", $"--user-data-dir={folder.At("browser")}", .. arguments, new Uri(service.Address, path).ToString(),
        ]);
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, said.Result);
    }
}
