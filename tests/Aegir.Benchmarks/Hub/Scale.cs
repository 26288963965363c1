using Aegir.Benchmarks.Measuring;
using Aegir.State;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Hub;

/// <summary>What is done every day, on a large hub against a small one, for the same answer; whether memory stays flat; and how the store's file grows.</summary>
internal static class Scale
{
    private const double Budget = 1.3;
    private const int Rounds = 7;

    private static readonly (string What, int Times, Action<AegirHub, IStateStore> Do)[] Everyday =
    [
        ("site by name", 200, (hub, _) => hub.Sites.Get(LargeHub.Name(7))),
        ("sites of a platform", 20, (hub, _) => Require(50, hub.Sites.Find(new SiteFilter { Platform = "Shared old" }).Count())),
        ("sites of a distribution", 20, (hub, _) => Require(100, hub.Sites.Find(new SiteFilter { Distribution = "Shared" }).Count())),
        ("outdated sites of all", 20, (hub, _) => Require(50, hub.Sites.Find(new SiteFilter { Outdated = true }).Count())),
        ("sites by wildcard, and completing one", 20, (hub, _) => Require(100, hub.Sites.Find(new SiteFilter { Names = [new NamePattern("shared*")] }).Take(100).Count())),
        ("platform by name", 200, (hub, _) => hub.Platforms.Get("Shared old")),
        ("distribution by name", 200, (hub, _) => hub.Distributions.Get("Shared")),
        ("tasks of a site", 100, (hub, _) => Require(5, hub.Tasks.Find(new TaskFilter { Targets = [new NamePattern(LargeHub.Name(7))], Status = AegirTaskStatus.Success, First = 5 }).Count)),
        ("the last tasks", 100, (hub, _) => Require(5, hub.Tasks.Find(new TaskFilter { First = 5, Status = AegirTaskStatus.Success }).Count)),
        ("queued tasks", 5, (hub, _) => Require(100, hub.Tasks.Find(new TaskFilter { Status = AegirTaskStatus.Queued }).Count)),
        ("the queue's figures", 100, (hub, _) => Require(100, (int)hub.Queue.Health().Queued)),
        ("a task claimed and handed back", 20, (_, store) =>
        {
            var claimed = store.WriteTask(session => session.Claims.Claim(1, "here/1/1"));
            store.WriteTask(session => session.Queue.HandBack(claimed[0].Id, null));
        }),
        ("what an upgrade's plan looks up", 50, (_, store) => store.Read(session =>
        {
            var site = session.Sites.Get(LargeHub.Name(8))!;
            var target = session.Platforms.Get(site.UpgradeTarget!)!;
            return (session.Packages.OfPlatform(target.Id), session.Sites.OnDatabase(site.DatabaseType, site.DatabaseName), session.KeptSides.OfSite(site.Id), session.Backups.OfSite(site.Id));
        })),
        ("target set, platform locked", 10, (hub, _) =>
        {
            hub.Distributions.SetTarget("Shared", "Shared new");
            hub.Platforms.Unlock("Shared old");
            hub.Platforms.Lock("Shared old");
        }),
    ];

    public static async Task RunAsync(Report report)
    {
        using var folder = new TempFolder();
        var (largeFile, smallFile) = (folder.At("large.db"), folder.At("small.db"));
        foreach (var file in new[] { largeFile, smallFile })
            using (var store = SqliteStore.Open(file))
                LargeHub.FillShared(store);
        var bytes = LargeHub.FillRest(largeFile);
        using var large = AegirHub.Open(largeFile);
        using var small = AegirHub.Open(smallFile);
        using var largeStore = SqliteStore.Open(largeFile);
        using var smallStore = SqliteStore.Open(smallFile);

        foreach (var (what, times, act) in Everyday)
        {
            Task<double> Of(AegirHub hub, IStateStore store) => Clock.SecondsAsync(() =>
            {
                for (var time = 0; time < times; time++)
                    act(hub, store);
                return Task.CompletedTask;
            });
            await Clock.InterleaveAsync(1, () => Of(large, largeStore), () => Of(small, smallStore));
            var seconds = await Clock.InterleaveAsync(Rounds, () => Of(large, largeStore), () => Of(small, smallStore));
            report.AddSeconds($"{what}, {times} times: 100,000 sites and 1,000,000 tasks, against 100 sites", seconds[0], seconds[1], Budget);
        }
        report.Add("live memory that all of these took on the large hub", $"{Memory(large, largeStore) / 1024.0:0} KiB", $"{Memory(small, smallStore) / 1024.0:0} KiB", null, null);
        report.Add("the store's file for each site, and for each task without its log", $"{bytes.Site:0} bytes", $"{bytes.Task:0} bytes", null, null);
    }

    private static long Memory(AegirHub hub, IStateStore store)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var (_, _, act) in Everyday)
            act(hub, store);
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    private static void Require(int expected, int found)
    {
        if (found != expected)
            throw new InvalidOperationException($"{found} instead of {expected}.");
    }
}
