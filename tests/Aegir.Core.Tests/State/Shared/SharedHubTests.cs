using Aegir.Operations;
using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.State.Shared;

/// <summary>The hub at its work, with its store in PostgreSQL.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class SharedHubTests(PostgreSqlServer server) : IDisposable
{
    private readonly TempFolder folder = new();

    [NeedsPostgreSqlFact]
    public async Task Sites_are_upgraded_and_a_killed_worker_is_recovered()
    {
        var pair = PlatformPair.StandIn(folder);
        pair.Install("one.example.test");
        pair.Install("two.example.test");
        var address = server.MakeHub();
        using var test = new TestHub(pair, address: address);
        await test.ReadyAsync();

        var commands = WorkerRun.Learn(address, "upgrade", "one.example.test").Commands;
        Assert.Equal("new", test.Hub.Sites.Get("one.example.test").Platform);
        // Where the backup is does not depend on who made it.
        Assert.StartsWith(folder.At("aegir/backups/"), Assert.Single(test.Hub.Sites.Backups("one.example.test")).Path);

        var (exitCode, _) = WorkerRun.Run(address, "upgrade", "two.example.test", new Kill("during", commands.First(command => command.Step == "updates")));
        Assert.NotEqual(0, exitCode);
        var recovered = Assert.Single(await test.Hub.RecoverAsync(test.Sink));
        Assert.Equal((AegirTaskStatus.Interrupted, "two.example.test"), (recovered.Status, recovered.Target));
        Assert.Equal("old", test.Hub.Sites.Get("two.example.test").Platform);
        Assert.False(Directory.Exists(pair.NewDocroot + "/sites/two.example.test"));
        Assert.True(File.Exists(pair.OldDocroot + "/sites/two.example.test/files/pictures/stand-in.png"));
        using (IStateStore store = PostgreSqlStore.Open(address))
            Assert.Empty(store.Read(session => session.Leases.All()));

        Assert.Equal(UpgradeOutcome.Upgraded, (await test.UpgradeAsync("two.example.test")).Outcome);
        Assert.Equal(UpgradeOutcome.Undone, (await test.Hub.Upgrades.UndoAsync("one.example.test", test.Sink, default)).Outcome);
    }

    [NeedsPostgreSqlFact]
    public async Task Many_who_set_the_target_at_once_leave_one_platform_unlocked()
    {
        var address = server.MakeHub();
        using var one = PostgreSqlStore.Open(address);
        using var two = PostgreSqlStore.Open(address);
        ((IStateStore)one).Write(session =>
        {
            session.Distributions.Add("Ten");
            foreach (var name in Platforms)
            {
                var id = session.Platforms.Add(new Platform { Name = name, Path = "/" + name, ProjectRoot = "/" + name, Status = PlatformStatus.Enabled }, 1, session.Distributions.Get("Ten")!.Id);
                session.Platforms.SetVerified(session.Platforms.Get(id)! with { Verified = DateTimeOffset.UnixEpoch });
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
        {
            IStateStore store = number % 2 == 0 ? one : two;
            for (var time = 0; time < 15; time++)
            {
                store.Write(session => DistributionRule.SetTarget(session, "Ten", Platforms[(number + time) % Platforms.Length]));
                var (target, free) = store.Read(session => (session.Distributions.Get("Ten")!.Target!,
                    session.Platforms.Find(new PlatformFilter { Status = PlatformStatus.Enabled }).Select(platform => platform.Name).ToList()));
                Assert.Equal([target], free);
            }
        })));
    }

    [NeedsPostgreSqlFact]
    public async Task Many_who_open_an_empty_database_make_one_hub_of_it()
    {
        var address = server.MakeHub();
        var hubs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => PostgreSqlStore.Open(address))));
        Assert.Single(hubs.Select(hub => hub.Identity).Distinct());
        Assert.Single(hubs[3].Read(session => session.Servers.Find().ToList()));
        Assert.True(hubs[0].Size > 0);
        foreach (var hub in hubs)
            hub.Dispose();
    }

    [NeedsPostgreSqlFact]
    public void Hubs_may_lie_side_by_side_in_schemas()
    {
        var address = server.MakeHub();
        var database = HubAddress.Show(address).Split('/')[^1];
        server.Query("CREATE SCHEMA left_one", database);
        server.Query("CREATE SCHEMA \"Right-One\"", database);
        using var left = AegirHub.Open(address + ";Search Path=left_one");
        using var right = AegirHub.Open(address + ";Search Path='\"Right-One\"'");
        left.Distributions.Add("Left");
        Assert.Empty(right.Distributions.Find());
        Assert.Equal("HubUnreachable", Assert.Throws<AegirException>(() => AegirHub.Open(address.Replace(database, "nowhere"))).Id);
    }

    [NeedsPostgreSqlFact]
    public void What_is_newer_or_something_else_is_refused_and_left_as_it_is()
    {
        var address = server.MakeHub();
        var database = HubAddress.Show(address).Split('/')[^1];
        AegirHub.Open(address).Dispose();
        server.Query("UPDATE aegir_hub SET version = 9999", database);
        Assert.Equal("HubSchemaTooNew", Assert.Throws<AegirException>(() => AegirHub.Open(address)).Id);
        Assert.Equal("9999", server.Query("SELECT version FROM aegir_hub", database).Trim());

        var other = server.MakeHub();
        database = HubAddress.Show(other).Split('/')[^1];
        server.Query("CREATE TABLE recipe (id INTEGER)", database);
        Assert.Equal("HubNotAHub", Assert.Throws<AegirException>(() => AegirHub.Open(other)).Id);
        Assert.Equal("recipe", server.Query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'", database).Trim());
    }

    public void Dispose() => folder.Dispose();

    private static string[] Platforms { get; } = ["a", "b", "c", "d"];
}
