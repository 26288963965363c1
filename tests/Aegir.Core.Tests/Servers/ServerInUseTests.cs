using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Servers;

[Collection(MariaDbTests.Name)]
public sealed class ServerInUseTests(MariaDbServer mariaDb)
{
    [NeedsMariaDbFact]
    public async Task A_server_with_platforms_or_databases_of_sites_is_not_removed_and_says_whose_it_is()
    {
        using var trial = await Trial.MakeAsync(["used.example.test"], mariaDb);
        var servers = trial.Test.Hub.Servers;
        Assert.Equal("DatabaseInUse", Assert.Throws<AegirException>(() => servers.Set(
            Server.MasterName, server => server with { Database = DatabaseType.None })).Id);

        servers.Add(new Server { Name = "other" });
        using var folder = new TempFolder();
        await trial.Test.Hub.Platforms.AddAsync("third", PlatformPair.StandIn(folder, 10).OldRoot, null, trial.Test.Sink, default, "other");
        var used = Assert.Throws<AegirException>(() => servers.Remove("other"));
        Assert.Equal("ServerInUse", used.Id);
        Assert.Contains("platform 'third'", used.Message);
        trial.Test.Hub.Platforms.Remove("third");
        servers.Remove("other");
        Assert.Equal("ServerIsMaster", Assert.Throws<AegirException>(() => servers.Remove(Server.MasterName)).Id);
    }
}
