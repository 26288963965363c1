using System.Collections.Concurrent;

namespace Aegir.Tests.Components;

/// <summary>A hub with an old and a new platform in one distribution, the new one its target.</summary>
public sealed class TestHub : IDisposable
{
    /// <param name="address">Where the hub's store is, if not in a file of its own.</param>
    /// <param name="web">The web server that the hub configures.</param>
    public TestHub(PlatformPair pair, string? optionFile = null, DatabaseType type = DatabaseType.MariaDb, string? address = null, Server? web = null)
    {
        Pair = pair;
        HubFile = address ?? pair.Folder.At("hub/hub.db");
        Hub = AegirHub.Open(HubFile);
        if (address is not null)
            Hub.Servers.Set(Server.MasterName, server => server with { Folder = pair.Folder.At("aegir") });
        if (web is not null)
            Hub.Servers.Set(Server.MasterName, server => web with { Id = server.Id });
        // Most tests' web servers cache no code, and need not be waited for.
        Hub.Servers.Set(Server.MasterName, server => server with { OpcacheSeconds = 0 });
        if (optionFile is not null)
            Hub.Servers.Set(Server.MasterName, server => server with { Database = type, DatabaseOptionFile = optionFile });
        Hub.Distributions.Add("Drupal");
        Hub.Platforms.AddAsync("old", pair.OldRoot, "Drupal", Sink, default).GetAwaiter().GetResult();
        Hub.Platforms.AddAsync("new", pair.NewRoot, "Drupal", Sink, default).GetAwaiter().GetResult();
    }

    public PlatformPair Pair { get; }

    public string HubFile { get; }

    public AegirHub Hub { get; }

    public RecordingSink Sink { get; } = new();

    /// <summary>Adopts what stands in the old platform and makes the new one the target.</summary>
    public async Task ReadyAsync()
    {
        foreach (var directory in await Hub.Sites.FindUnknownAsync("old", default))
            await Hub.Sites.ImportAsync("old", directory, null, Sink, default);
        Hub.Distributions.SetTarget("Drupal", "new");
    }

    public async Task<UpgradeResult> UpgradeAsync(string site, UpgradeOptions? options = null) =>
        (await UpgradeAsync([site], options)).Single();

    public Task<IReadOnlyList<UpgradeResult>> UpgradeAsync(string[] sites, UpgradeOptions? options = null, CancellationToken cancellation = default) =>
        Hub.Upgrades.RunAsync(Sequence(sites), options ?? new UpgradeOptions(), Sink, cancellation);

    public void Dispose() => Hub.Dispose();

    private static async IAsyncEnumerable<string> Sequence(string[] sites)
    {
        foreach (var site in sites)
            yield return site;
        await Task.CompletedTask;
    }
}

public sealed class RecordingSink : ITaskSink
{
    private readonly ConcurrentQueue<TaskEvent> events = new();

    public IReadOnlyCollection<TaskEvent> Events => events;

    public Action<TaskEvent>? OnEvent { get; set; }

    public void Emit(TaskEvent taskEvent)
    {
        events.Enqueue(taskEvent);
        OnEvent?.Invoke(taskEvent);
    }

    public override string ToString() => string.Join('\n', events.Select(item => $"{item.Kind} {item.Target} {item.Step}: {item.Message}"));
}
