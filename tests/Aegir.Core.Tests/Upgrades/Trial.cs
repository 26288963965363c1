using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>Two platforms, sites on the old one, a hub that knows them, and a witness for each site.</summary>
internal sealed class Trial : IDisposable
{
    private readonly TempFolder folder;
    private readonly ITestDatabases? server;
    private readonly Dictionary<string, SiteWitness> witnesses = [];

    private Trial(int major, ITestDatabases? server, string prefix, WebServerType web)
    {
        this.server = server;
        folder = new TempFolder(prefix);
        if (web != WebServerType.None)
            Web = WebServerUnderTest.Start(folder, web, cachesCode: false);
        Pair = PlatformPair.StandIn(folder, major);
    }

    public PlatformPair Pair { get; }

    /// <summary>Serves the sites, as the hub tells it; null where nothing does.</summary>
    public WebServerUnderTest? Web { get; }

    public TestHub Test { get; private set; } = null!;

    public AegirHub Hub => Test.Hub;

    public static Task<Trial> MakeAsync(string site, params string[] modules) => MakeAsync([site], modules: modules);

    /// <param name="prepare">Changes the folders before the hub sees them.</param>
    /// <param name="domains">What the sites are called whose folders are called otherwise.</param>
    /// <param name="prefix">How the name of the folder begins that all lies in.</param>
    public static async Task<Trial> MakeAsync(
        string[] sites, ITestDatabases? server = null, int major = 10, string[]? modules = null, Action<PlatformPair>? prepare = null,
        Dictionary<string, string>? domains = null, string prefix = "aegir-test-", WebServerType web = WebServerType.None)
    {
        var trial = new Trial(major, server, prefix, web);
        try
        {
            foreach (var site in sites)
                trial.Pair.InstallOn(server, site, modules ?? []);
            prepare?.Invoke(trial.Pair);
            trial.Test = new TestHub(trial.Pair, server?.OptionFile, server?.Type ?? default, web: trial.Web?.Server);
            foreach (var (directory, domain) in domains ?? [])
                await trial.Hub.Sites.ImportAsync("old", directory, domain, trial.Test.Sink, default);
            await trial.Hub.BatchAsync(trial.Test.Sink, trial.Test.ReadyAsync);
            foreach (var site in sites)
                trial.Witness(site);
            return trial;
        }
        catch
        {
            trial.Web?.Dispose();
            throw;
        }
    }

    /// <summary>From now on the site counts as being as it is now.</summary>
    public void Witness(string site) =>
        witnesses[site] = new SiteWitness(Test.HubFile, Pair, site, server, Hub.Sites.Get(site).Platform, Hub.Sites.Get(site).Directory, Web);

    public void AssertWhole(string site, string side) => witnesses[site].AssertWhole(side, Test.Sink.ToString());

    /// <summary>What is wrong with a site that is to be on a side.</summary>
    public IReadOnlyList<string> Problems(string site, string side) => witnesses[site].Problems(side);

    /// <summary>Turns a switch of the stand-ins on, on the new platform.</summary>
    public void Switch(string name, string value = "")
    {
        Directory.CreateDirectory(Pair.NewDocroot + "/.standin");
        File.WriteAllText($"{Pair.NewDocroot}/.standin/{name}", value);
    }

    /// <summary>Upgrades through a host that does with commands as it likes.</summary>
    public async Task<UpgradeResult> UpgradeThroughAsync(IHost host, string site, UpgradeOptions? options = null, CancellationToken cancellation = default)
    {
        using var hub = AegirHub.Open(Test.HubFile, _ => host);
        return (await hub.Upgrades.RunAsync(Sequence(site), options ?? new(), Test.Sink, cancellation)).Single();
    }

    /// <summary>It failed at the step, is told so with what to do, and the site is as it was.</summary>
    public void AssertRolledBack(UpgradeResult result, string step, params string[] words)
    {
        Assert.True(result.Outcome == UpgradeOutcome.RolledBack, $"{result}: {result.Message}\n{Test.Sink}");
        Assert.Equal(step, result.FailedStep);
        foreach (var word in words)
            Assert.Contains(word, result.Message);
        var task = Hub.Tasks.Find(new TaskFilter { Ids = [result.TaskId!.Value] }).Single();
        Assert.Equal(AegirTaskStatus.Error, task.Status);
        AssertWhole(result.Site, "old");
    }

    public void Dispose()
    {
        foreach (var site in server is null ? [] : Hub.Sites.Find(new SiteFilter()).Select(site => site.Name).ToList())
            server!.DropAllOf(site);
        Test.Dispose();
        Web?.Dispose();
        folder.Dispose();
    }

    private static async IAsyncEnumerable<string> Sequence(string site)
    {
        yield return site;
        await Task.CompletedTask;
    }
}

/// <summary>A host that answers some commands itself.</summary>
internal sealed class MeddlingHost(Func<HostCommand, CommandResult?> answer) : IHost
{
    private readonly LocalHost host = new();

    public string Name => host.Name;

    /// <summary>Something to do after a command that has ended.</summary>
    public Action<HostCommand>? After { get; init; }

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        if (answer(command) is { } given)
            return given;
        var result = await host.RunAsync(command, cancellation);
        After?.Invoke(command);
        return result;
    }

    /// <summary>True for a script with this text in it.</summary>
    public static bool Is(HostCommand command, string text) =>
        command.Arguments.Any(argument => argument.Contains(text, StringComparison.Ordinal)) || command.Input?.Contains(text, StringComparison.Ordinal) == true;
}
