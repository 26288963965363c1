using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Recovering;

/// <summary>A site on MariaDB behind nginx, and a hub whose store is put back from copies that know less than the machines.</summary>
public abstract class PutBackBench : IDisposable
{
    private readonly string site;

    protected PutBackBench(MariaDbServer server, string site)
    {
        (Server, this.site) = (server, site);
        Drill = new DrillHub(server, 10);
        Drill.Pair.InstallOn(server, site);
        Copies = new StoreCopies(Drill.Test.HubFile);
        Drill.Test.Dispose();
        Hub = AegirHub.Open(Drill.Test.HubFile);
    }

    protected MariaDbServer Server { get; }

    private protected DrillHub Drill { get; }

    private protected StoreCopies Copies { get; }

    /// <summary>What was told since the store was last put back.</summary>
    protected RecordingSink Sink { get; private set; } = new();

    protected AegirHub Hub { get; private set; }

    /// <summary>All that may have a database in the end.</summary>
    protected virtual IEnumerable<string> Sites => [site];

    /// <summary>The site as it is before all.</summary>
    protected async Task AdoptAsync()
    {
        await Hub.Sites.ImportAsync("old", site, null, Sink, default);
        await Hub.Sites.VerifyAsync(site, Sink, default);
        Hub.Distributions.SetTarget("Drupal", "new");
    }

    protected void Open(string copy)
    {
        Sink = new RecordingSink();
        Hub.Dispose();
        Copies.PutBack(copy);
        Hub = AegirHub.Open(Drill.Test.HubFile);
    }

    /// <summary>The same, and whatever the next command would recover is.</summary>
    protected async Task<int> RecoverAsync(string copy)
    {
        Open(copy);
        return (await Hub.RecoverAsync(Sink)).Count;
    }

    public void Dispose()
    {
        Hub.Dispose();
        foreach (var made in Sites)
            Server.DropAllOf(made);
        Copies.Dispose();
        Drill.Dispose();
        GC.SuppressFinalize(this);
    }
}
