using System.Reflection;
using Aegir.State;

namespace Aegir.Tests.State.Plans;

/// <summary>Every way in which the store is asked or told something, with examples from the store of tests/fixtures/stores. A test holds the list against the table classes.</summary>
internal static class StoreCalls
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly NamePattern[] Names = [new("www.example.test")];
    private static readonly NamePattern[] Start = [new("www.*")];
    private static readonly NamePattern[] Both = [new("www.example.test"), new("club*")];

    /// <summary>What is called by the class's name in <see cref="StateSession"/> and the method's; words behind that tell calls of one method apart.</summary>
    public static IReadOnlyDictionary<string, Action<StateSession>> All { get; } = new Dictionary<string, Action<StateSession>>
    {
        ["Servers.Find"] = s => s.Servers.Find([new("web1")]).ToList(),
        ["Servers.Get"] = s => s.Servers.Get("web1"),
        ["Servers.Clash"] = s => s.Servers.Clash("web1"),
        ["Servers.Add"] = s => s.Servers.Add(new Server { Name = "x", HostName = "x" }),
        ["Servers.Update"] = s => s.Servers.Update(s.Servers.Get("web1")!),
        ["Distributions.Find"] = s => s.Distributions.Find(Both).ToList(),
        ["Distributions.Get"] = s => s.Distributions.Get("Drupal10"),
        ["Distributions.Get id"] = s => s.Distributions.Get(1),
        ["Distributions.Add"] = s => s.Distributions.Add("x"),
        ["Distributions.Rename"] = s => s.Distributions.Rename(1, "x"),
        ["Distributions.SetTarget"] = s => s.Distributions.SetTarget(1, 1),
        ["Distributions.TargetId"] = s => s.Distributions.TargetId(1),
        ["Distributions.SetUpdates"] = s => s.Distributions.SetUpdates(s.Distributions.Get(1)!, 1),
        ["Distributions.Remember"] = s => s.Distributions.Remember(1, state => state),
        ["Distributions.Delete"] = s => s.Distributions.Delete(1),
        ["Platforms.Get"] = s => s.Platforms.Get("Drupal 10.1.5"),
        ["Platforms.Get id"] = s => s.Platforms.Get(1),
        ["Platforms.Clash"] = s => s.Platforms.Clash("x", "/x"),
        ["Platforms.Add"] = s => s.Platforms.Add(new Platform { Name = "x", Path = "/x", ProjectRoot = "/x" }, 1, 1),
        ["Platforms.Rename"] = s => s.Platforms.Rename(1, "x"),
        ["Platforms.SetStatus"] = s => s.Platforms.SetStatus(1, PlatformStatus.Locked),
        ["Platforms.SetDistribution"] = s => s.Platforms.SetDistribution(1, 3),
        ["Platforms.SetVerified"] = s => s.Platforms.SetVerified(s.Platforms.Get(1)!),
        ["Platforms.LockAllBut"] = s => s.Platforms.LockAllBut(1, 2),
        ["Sites.Find names"] = s => s.Sites.Find(new SiteFilter { Names = Both }).ToList(),
        ["Sites.Find to complete a name"] = s => s.Sites.Find(new SiteFilter { Names = Start }).Take(1).ToList(),
        ["Sites.Find to upgrade"] = s => s.Sites.Find(new SiteFilter { Distribution = "Drupal10", Outdated = true, Status = SiteStatus.Enabled }).ToList(),
        ["Sites.Find to act on a platform's"] = s => s.Sites.Find(new SiteFilter { Platform = "Drupal 10.1.5", Status = SiteStatus.Enabled }).ToList(),
        ["Sites.Find to act on a server's"] = s => s.Sites.Find(new SiteFilter { Server = "web1", Status = SiteStatus.Enabled }).ToList(),
        ["Sites.Get"] = s => s.Sites.Get("www.example.test"),
        ["Sites.Get id"] = s => s.Sites.Get(1),
        ["Sites.Clients"] = s => s.Sites.Clients(new NamePattern("Mei*")).ToList(),
        ["Sites.WithName"] = s => s.Sites.WithName(["www.example.test", "shop.test"]),
        ["Sites.OnDatabase"] = s => s.Sites.OnDatabase(DatabaseType.MariaDb, "shop"),
        ["Sites.Add"] = s => s.Sites.Add(new Site { Name = "x.test", Directory = "x.test", Aliases = ["y.test"] }, 1),
        ["Sites.Update"] = s => s.Sites.Update(s.Sites.Get(1)!, 2),
        ["Sites.SetStatus"] = s => s.Sites.SetStatus(1, SiteStatus.Disabled),
        ["Sites.SetCron"] = s => s.Sites.SetCron(1, Now, null),
        ["Packages.OfPlatform"] = s => s.Packages.OfPlatform(1),
        ["Packages.ReplacePlatform"] = s => s.Packages.ReplacePlatform(1, s.Packages.OfPlatform(1)),
        ["Packages.OfSite"] = s => s.Packages.OfSite(1),
        ["Packages.ReplaceSite"] = s => s.Packages.ReplaceSite(1, s.Packages.OfSite(1)),
        ["Tasks.Find the last"] = s => s.Tasks.Find(new TaskFilter { First = 5 }).ToList(),
        ["Tasks.Find the last of a site"] = s => s.Tasks.Find(new TaskFilter { Targets = Names, First = 5 }).ToList(),
        ["Tasks.Find the last that failed"] = s => s.Tasks.Find(new TaskFilter { Status = AegirTaskStatus.Error, First = 5 }).ToList(),
        ["Tasks.Find queued ones of a site"] = s => s.Tasks.Find(new TaskFilter { Targets = Names, Status = AegirTaskStatus.Queued }).ToList(),
        ["Tasks.Start"] = s => s.Tasks.Start("verify", "site", "x", "here/1/1", null),
        ["Tasks.Adopt"] = s => s.Tasks.Adopt(10, "verify", "site", "x", null),
        ["Tasks.Request"] = s => s.Tasks.Request(10),
        ["Tasks.RequestStop"] = s => s.Tasks.RequestStop(9),
        ["Tasks.StopRequests"] = s => s.Tasks.StopRequests(),
        ["Tasks.State"] = s => s.Tasks.State(2),
        ["Tasks.SetState"] = s => s.Tasks.SetState(2, "{}"),
        ["Tasks.Resume"] = s => s.Tasks.Resume(9),
        ["Tasks.Finish"] = s => s.Tasks.Finish(9, AegirTaskStatus.Success, null),
        ["Tasks.DeleteOlder"] = s => s.Tasks.DeleteOlder(9, "verify", "Drupal 10.1.5"),
        ["Tasks.Log"] = s => s.Tasks.Log(9, TaskLogLevel.Info, null, "x"),
        ["Tasks.LogOf"] = s => s.Tasks.LogOf(2).ToList(),
        ["Journal.Of"] = s => s.Journal.Of(2),
        ["Journal.Record"] = s => s.Journal.Record(9, 1, "x", StepPhase.Begun),
        ["Leases.All"] = s => s.Leases.All(),
        ["Leases.On"] = s => s.Leases.On(["site:x", "site:y"]),
        ["Leases.Require"] = s => s.Leases.Require(9, "old.example.test/101/5", () => new InvalidOperationException()),
        ["Leases.Get"] = s => s.Leases.Get("site:x"),
        ["Leases.Add"] = s => s.Leases.Add("site:x", 9, "here/1/1"),
        ["Leases.TryAdd"] = s => s.Leases.TryAdd("site:x", 9, "here/1/1"),
        ["Leases.Beat"] = s => s.Leases.Beat("old.example.test/101/5", [9]),
        ["Leases.IsHeld"] = s => s.Leases.IsHeld(9, "here/1/1"),
        ["Leases.TakeOver"] = s => s.Leases.TakeOver(9, "old.example.test/101/5", "here/1/1", Now),
        ["Leases.Release"] = s => s.Leases.Release(9),
        ["KeptSides.Add"] = s => s.KeptSides.Add(new KeptSide(3, 1, 1, "x", "{}", Now)),
        ["KeptSides.Newest"] = s => s.KeptSides.Newest(2),
        ["KeptSides.OfSite"] = s => s.KeptSides.OfSite(2),
        ["KeptSides.OnPlatform"] = s => s.KeptSides.OnPlatform(1),
        ["KeptSides.All"] = s => s.KeptSides.All(),
        ["KeptSides.Naming"] = s => s.KeptSides.Naming("shop"),
        ["KeptSides.Expired"] = s => s.KeptSides.Expired(),
        ["KeptSides.Delete"] = s => s.KeptSides.Delete(2),
        ["Backups.Add"] = s => s.Backups.Add(1, 9, "/x", 1, "x", 1, "x"),
        ["Backups.OfSite"] = s => s.Backups.OfSite(2),
        ["Backups.Find"] = s => s.Backups.Find(Both),
        ["Backups.Newest"] = s => s.Backups.Newest(100),
        ["Backups.Get"] = s => s.Backups.Get(1),
        ["Backups.SiteOf"] = s => s.Backups.SiteOf(1),
        ["Backups.Delete"] = s => s.Backups.Delete(1),
        ["MemberLags.Note"] = s => s.MemberLags.Note(1, "site", "x", "down"),
        ["MemberLags.CaughtUp"] = s => s.MemberLags.CaughtUp(2, "platform", "Drupal 10.3.6"),
        ["MemberLags.Of"] = s => s.MemberLags.Of(s.Servers.Get("both")!),
        ["Queue.Add"] = s => s.Queue.Add(new QueueEntry("verify", "site", "x", "verify-site", "{}", ["site:x"]) { After = [10], Server = "web1" }),
        ["Queue.Add at once"] = s => s.Queue.Add(new QueueEntry("verify", "site", "shop.example.test", "verify-site", "{}", ["site:shop.example.test"]) { Batch = 1 }),
        ["Queue.WakeDue"] = s => s.Queue.WakeDue(),
        ["Queue.Sweep"] = s => s.Queue.Sweep(),
        ["Queue.Promote"] = s => s.Queue.Promote("site:shop.example.test"),
        ["Queue.Cancel"] = s => s.Queue.Cancel(10, "x"),
        ["Queue.Settle"] = s => s.Queue.Settle(13),
        ["Queue.HandBack"] = s => s.Queue.HandBack(13, null),
        ["Queue.Preparing"] = s => s.Queue.Preparing("platform:@platform_Drupal1015"),
        ["Queue.Health"] = s => s.Queue.Health(),
        ["Claims.Claim"] = s => Assert.NotEmpty(s.Claims.Claim(2, "here/1/1")),
        ["Batches.Add"] = s => s.Batches.Add(1, 1),
        ["Batches.Get"] = s => s.Batches.Get(1),
        ["Workers.Beat"] = s => s.Workers.Beat("here/1/1", 4, null),
        ["Workers.Remove"] = s => s.Workers.Remove("here/1/1"),
        ["Workers.All"] = s => s.Workers.All(),
        ["Retention.Forget"] = s => s.Retention.Forget(new Retention(), Now),
        ["Retention.Backups"] = s => s.Retention.Backups(Now, 3),
        ["Webhooks.Find"] = s => s.Webhooks.Find(),
        ["Webhooks.WithId"] = s => s.Webhooks.WithId("hook1"),
        ["Webhooks.Set"] = s => s.Webhooks.Set(1, "x"),
        ["Webhooks.Delete"] = s => s.Webhooks.Delete("hook1"),
        ["Webhooks.Remember"] = s => s.Webhooks.Remember("hook1", "x"),
        ["Webhooks.ForgetDeliveries"] = s => s.Webhooks.ForgetDeliveries(Now),
    }.Concat(By<SiteFilter>("Sites.Find", (s, filter) => s.Sites.Find(filter).ToList()))
        .Concat(By<PlatformFilter>("Platforms.Find", (s, filter) => s.Platforms.Find(filter).ToList()))
        .Concat(By<TaskFilter>("Tasks.Find", (s, filter) => s.Tasks.Find(filter).ToList()))
        .ToDictionary(call => call.Key, call => call.Value);

    /// <summary>The methods of the table classes, as they are called here.</summary>
    public static IEnumerable<string> Methods => typeof(StateSession).GetProperties()
        .Where(table => table.PropertyType.Name.EndsWith("Table", StringComparison.Ordinal))
        .SelectMany(table => table.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => $"{table.Name}.{method.Name}"))
        .Distinct();

    // Each property of a filter by itself. One that has no example here is one that nobody has looked at.
    private static Dictionary<string, Action<StateSession>> By<T>(string method, Action<StateSession, T> find)
        where T : new() => typeof(T).GetProperties().ToDictionary(property => $"{method} by {property.Name}", property => (Action<StateSession>)(session =>
        {
            var filter = new T();
            property.SetValue(filter, Example(property));
            find(session, filter);
        }));

    private static object Example(PropertyInfo property) => property.Name switch
    {
        "Names" or "Targets" => Names,
        "Distribution" => "Drupal10",
        "Platform" => "Drupal 10.1.5",
        "Server" => Server.MasterName,
        "Client" => "Meier & Söhne",
        "Type" => "verify",
        "Status" when property.DeclaringType == typeof(SiteFilter) => SiteStatus.Disabled,
        "Status" when property.DeclaringType == typeof(PlatformFilter) => PlatformStatus.Locked,
        "Status" => AegirTaskStatus.Queued,
        "Outdated" or "InUse" => true,
        "Ids" => new long[] { 2, 3 },
        "Batch" => 1L,
        "First" => 5,
        _ => throw new InvalidOperationException($"No example for {property.DeclaringType!.Name}.{property.Name}: add one to StoreCalls."),
    };
}
