using System.Diagnostics.Metrics;
using Aegir.Hub.Requests;
using Aegir.Operations.Builds;

namespace Aegir.Tests.Queueing;

/// <summary>What may be ordered, and that an order is read as it was written.</summary>
public sealed class OrderRuleTests : IDisposable
{
    private readonly QueueBench bench = new();

    // The batch queue of the original: its number of items follows from how often it is called.
    [Theory]
    [Trait("Oracle", "53")]
    [InlineData(50, 600, 9)]
    [InlineData(1000, 360, 100)]
    [InlineData(5000, 300, 417)]
    public void Cron_of_many_sites_is_spread_over_the_calls_of_an_hour(int sites, int seconds, int items) => Assert.Equal(items, CronSchedule.Share(
        Enumerable.Range(0, sites).Select(number => new Site { Name = $"s{number}.test", Status = SiteStatus.Enabled }), TimeSpan.FromSeconds(seconds)));

    // An enabled site may be removed here, as that takes a backup first; it need not be disabled before.
    [Fact]
    [Trait("Oracle", "57")]
    public void Of_a_disabled_site_only_enabling_and_removing_can_be_ordered()
    {
        AddSite("off.test", SiteStatus.Disabled);
        AddSite("on.test", SiteStatus.Enabled);
        TaskRequest[] never =
        [
            new VerifySiteTask("off.test"), new BackupTask("off.test", new BackupOptions()), new UpgradeTask("off.test"), new DisableTask("off.test"),
            new CronTask("off.test"), new MoveTask(new MoveRequest(MoveKind.Clone, "off.test") { NewName = "new.test" }), new UndoUpgradeTask("off.test"),
        ];

        Assert.All(never, request => Assert.Equal("SiteDisabled", Assert.Throws<AegirException>(() => bench.Hub.Queue.Enqueue(request)).Id));

        Assert.Equal(["enable", "remove"], new TaskRequest[] { new EnableTask("off.test"), new RemoveSiteTask("off.test") }.Select(request => bench.Hub.Queue.Enqueue(request).Type));
        Assert.Equal("remove", bench.Hub.Queue.Enqueue(new RemoveSiteTask("on.test")).Type);
        Assert.Equal("SiteNotFound", Assert.Throws<AegirException>(() => bench.Hub.Queue.Enqueue(new EnableTask("none.test"))).Id);
    }

    // There is no site of the hub's own here; what would take the hub away is its server.
    [Fact]
    [Trait("Oracle", "58")]
    public void The_hubs_own_server_cannot_be_removed() =>
        Assert.Equal("ServerIsMaster", Assert.Throws<AegirException>(() => bench.Hub.Servers.Remove(Server.MasterName)).Id);

    [Fact]
    public async Task Every_kind_of_order_is_read_again()
    {
        AddSite("a.test", SiteStatus.Enabled);
        bench.Hub.Distributions.Add("d");
        List<TaskRequest> requests =
        [
            new BackupTask("a.test", new BackupOptions { Description = "d", Compression = BackupCompression.None }), new ChangeTask("a.test", new SiteChange { AddAliases = ["b.test"] }),
            new CronTask("a.test"), new DisableTask("a.test", true), new RemoveSiteTask("a.test"), new EnableTask("a.test"), new VerifySiteTask("a.test"),
            new ImportTask("p", "b.test"), new InstallTask(new NewSite { Name = "c.test", Platform = "p", Aliases = ["d.test"] }),
            new MoveTask(new MoveRequest(MoveKind.Rename, "a.test") { NewName = "e.test", AllowMissing = ["x"] }),
            new UpgradeTask("a.test") { AllowMissing = ["x", "y"], KeepFor = TimeSpan.FromDays(1) }, new UndoUpgradeTask("a.test"),
            new VerifyPlatformTask("p"), new VerifyServerTask(Server.MasterName), new RemovePlatformTask("p", false), new AddPlatformTask("q", "/nowhere", Server.MasterName),
            new RemoveBackupTask(1, "removed.test"), new UpdateTask("d") { Force = true, Policy = UpdatePolicy.Build },
            .. new PlatformSource[]
            {
                new MakefileSource("/nowhere.make"), new GitSource("/nowhere", "main"), new ComposerSource("/nowhere"), new ArchiveSource("/nowhere.tar"), new CopySource("/nowhere"),
            }.Select((source, number) => new BuildTask(new BuildRequest($"built{number}", source))),
        ];
        var tasks = requests.ConvertAll(request => bench.Hub.Queue.Enqueue(request));

        await bench.DrainAsync();

        var ended = tasks.ConvertAll(task => bench.Get(task.Id));
        Assert.All(ended, task => Assert.True(task.HasEnded, $"{task} {task.Status} {task.Waiting}"));
        Assert.DoesNotContain(ended, task => task.Message?.Contains("cannot read the order") == true);
        Assert.Contains("/nowhere", ended[^1].Message);
    }

    [Fact]
    public void Orders_hold_no_password() => Assert.Equal("SourceUrlSecret", Assert.Throws<AegirException>(() =>
        bench.Hub.Queue.Enqueue(new BuildTask(new BuildRequest("p", new GitSource("https://me:secret@example.test/p.git"))))).Id);

    [Fact]
    public void What_no_worker_can_read_is_no_order()
    {
        using var plain = AegirHub.Open(bench.Location);

        Assert.Equal("RequestUnknown", Assert.Throws<AegirException>(() => plain.Queue.Enqueue(bench.Order("a.test"))).Id);
    }

    [Fact]
    public async Task Monitoring_can_listen()
    {
        var ended = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "Aegir")
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Name == "aegir.tasks.ended" && tags.ToArray().Any(tag => tag is { Key: "type", Value: "ledger" }))
                Interlocked.Add(ref ended, (int)value);
        });
        listener.Start();
        bench.Add("a.test", 1);
        var before = bench.Hub.Queue.Health();
        Assert.Equal((1, 1, 0), (before.Queued, before.Ready, before.Processing));
        Assert.NotNull(before.OldestReady);

        await bench.DrainAsync();

        Assert.True(ended >= 1);
        Assert.Equal((0, 0, 0), bench.Hub.Queue.Health() is var after ? (after.Queued, after.Processing, after.Workers.Count) : default);
    }

    public void Dispose() => bench.Dispose();

    private void AddSite(string name, SiteStatus status)
    {
        using var store = bench.OpenStore();
        store.Write(session =>
        {
            var platform = session.Platforms.Get("p")?.Id ?? session.Platforms.Add(
                new Platform { Name = "p", Path = "/nowhere/p", ProjectRoot = "/nowhere/p", Status = PlatformStatus.Enabled }, 1, null);
            session.Sites.Add(new Site { Name = name, Directory = name, Status = status, DatabaseType = DatabaseType.Sqlite }, platform);
        });
    }
}
