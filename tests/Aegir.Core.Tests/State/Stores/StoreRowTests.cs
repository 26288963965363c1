using Aegir.State;

namespace Aegir.Tests.State.Stores;

/// <summary>What is put into a store comes out of it, and is found.</summary>
public abstract class StoreRowTests : StoreTests
{
    [StoreFact]
    public void A_new_store_has_the_hubs_own_server_and_gives_the_next_a_new_id()
    {
        Assert.Equal(Server.MasterName, Assert.Single(Store.Read(session => session.Servers.Find().ToList())).Name);
        var server = new Server
        {
            Name = "Web1",
            HostName = "web1.example.test",
            SshPort = 2222,
            Members = ["a", "b"],
            DatabaseGrantAllHosts = true,
            WebCommand = ["sudo", "it's \"nginx\" \\ ä"],
            Verified = DateTimeOffset.FromUnixTimeMilliseconds(1_234_567_890_123),
        };
        var id = Store.Write(session => session.Servers.Add(server));

        Assert.True(id > 1);
        var read = Store.Read(session => session.Servers.Get("wEB1"))!;
        Assert.Equal((server.HostName, 2222, true, server.Verified), (read.HostName, read.SshPort, read.DatabaseGrantAllHosts, read.Verified));
        Assert.Equal((server.Members, server.WebCommand), (read.Members, read.WebCommand), (left, right) =>
            left.Members.SequenceEqual(right.Members) && left.WebCommand.SequenceEqual(right.WebCommand));
        Store.Write(session => session.Servers.Update(read with { DatabaseGrantAllHosts = false, Verified = null }));
        Assert.Equal((false, null), Store.Read(session => session.Servers.Get("Web1")!) is var now ? (now.DatabaseGrantAllHosts, now.Verified) : default);
        Assert.Equal(id, Store.Read(session => session.Servers.Clash("web1"))!.Id);
        Assert.Null(Store.Read(session => session.Servers.Clash("web1", id)));
    }

    [StoreFact]
    public void Names_sort_by_their_bytes_and_match_in_either_case()
    {
        foreach (var name in new[] { "b", "a_x", "B", "aXx", "100%", "Ärzte" })
            Store.Write(session => session.Distributions.Add(name == "B" ? "Bb" : name));

        string[] Find(params string[] names) => Store.Read(session => session.Distributions.Find(NamePattern.From(names)).Select(found => found.Name).ToArray());

        Assert.Equal(["100%", "Bb", "aXx", "a_x", "b", "Ärzte"], Store.Read(session => session.Distributions.Find().Select(found => found.Name).ToArray()));
        Assert.Equal(["a_x"], Find("A_X"));
        Assert.Equal(["a_x"], Find("a_?"));
        Assert.Equal(["aXx", "a_x"], Find("A?x"));
        Assert.Equal(["100%"], Find("*%"));
        Assert.Equal(["100%", "b"], Find("B", "1*"));
        Assert.Equal(["Ärzte"], Find("Ärzte"));
        Assert.Equal(["Ärzte"], Find("Ä*E"));
        Assert.Equal(["aXx", "a_x"], Find("[ab][w-y_]x"));
        Assert.Equal(["100%", "Bb"], Find("?[0B]*"));
        Assert.Empty(Find("[", "a[x", "[]"));
        Assert.Empty(Find("[*]", "[?]x", "[b-a]"));
        // One that is named is never another.
        Assert.Null(Store.Read(session => session.Distributions.Get("A?x")));
        Assert.Null(Store.Read(session => session.Platforms.Get("*")));
        Assert.Null(Store.Read(session => session.Servers.Get("server_*")));
        Assert.Null(Store.Read(session => session.Sites.Get("*")));
    }

    [StoreFact]
    public void Webhooks_and_what_they_remember()
    {
        Store.Write(session => session.Distributions.Add("Ten"));
        var ten = Store.Read(session => session.Distributions.Get("Ten")!.Id);

        Assert.Equal(("one", "one"), (Store.Write(session => session.Webhooks.Set(ten, "one")), Store.Write(session => session.Webhooks.Set(ten, "two"))));
        Assert.Equal((true, false, false), Store.Write(session =>
            (session.Webhooks.Remember("one", "a"), session.Webhooks.Remember("one", "a"), session.Webhooks.Remember("two", "b"))));
        var found = Assert.Single(Store.Read(session => session.Webhooks.Find([new NamePattern("t*")])));
        Assert.Equal(("Ten", "/webhooks/one", true), (found.Distribution, found.Path, found.LastDelivery is not null));
        Store.Write(session => session.Webhooks.ForgetDeliveries(DateTimeOffset.UtcNow.AddMinutes(1)));
        Assert.True(Store.Write(session => session.Webhooks.Remember("one", "a")));
        Store.Write(session => session.Distributions.Delete(ten));
        Assert.Null(Store.Read(session => session.Webhooks.WithId("one")));
    }

    [StoreFact]
    public void What_a_distribution_follows_and_what_is_known_of_it()
    {
        Store.Write(session => session.Distributions.Add("Ten"));
        var ten = Store.Read(session => session.Distributions.Get("Ten")!);
        Assert.Equal((null, UpdatePolicy.Target, Server.MasterName), (ten.Source, ten.Policy, ten.Server));
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_234_567_890_123);
        foreach (var source in new UpdateSource[] { new MakefileUpdates("/a.make"), new GitUpdates("/r", null, "1.*", "web", false), new StockUpdates("kit", "7.x"), new ComposerUpdates("a/b", "^1") })
        {
            Store.Write(session => session.Distributions.SetUpdates(ten with { Source = source, Policy = UpdatePolicy.Upgrade, Rules = new UpgradeRules { Canary = 7 } }, 1));
            var read = Store.Read(session => session.Distributions.Get(ten.Id)!);
            Assert.Equal((source, UpdatePolicy.Upgrade, 7, null), (read.Source, read.Policy, read.Rules.Canary, read.Updates.BuiltSignature));
            Store.Write(session => session.Distributions.Remember(ten.Id, state => state with
            {
                Checked = time,
                BuiltSignature = "abc",
                Failures = 2,
                Releases = new KnownReleases { Security = ["1.1"] },
                Progress = new UpgradeProgress { TargetId = 5, Failed = ["a.test"] },
            }));
            var state = Store.Read(session => session.Distributions.Get(ten.Id)!.Updates);
            Assert.Equal((time, "abc", 2, "1.1", "a.test", null), (state.Checked, state.BuiltSignature, state.Failures, state.Releases!.Security[0], state.Progress!.Failed[0], state.FailedMessage));
            // The same source once more keeps what was built.
            Store.Write(session => session.Distributions.SetUpdates(read, 1));
            Assert.Equal(("abc", 0), Store.Read(session => session.Distributions.Get(ten.Id)!.Updates) is var kept ? (kept.BuiltSignature, kept.Failures) : default);
        }
        Store.Write(session => session.Distributions.SetUpdates(ten, 1));
        Assert.Equal((null, null), Store.Read(session => session.Distributions.Get(ten.Id)!) is var none ? (none.Source, none.Updates.BuiltSignature) : default);
        Assert.Null(Store.Read(session => session.Distributions.TargetId(ten.Id)));
        Store.Write(session => session.Distributions.Remember(ten.Id + 1, state => state));
    }

    [StoreFact]
    public void Platforms_and_their_distribution()
    {
        var (old, target) = (AddPlatform("Old"), AddPlatform("Target"));
        Store.Write(session =>
        {
            session.Distributions.Add("Ten");
            var ten = session.Distributions.Get("ten")!.Id;
            session.Platforms.SetDistribution(old, ten);
            session.Platforms.SetDistribution(target, ten);
            session.Platforms.SetVerified(session.Platforms.Get(target)! with { Verified = DateTimeOffset.UnixEpoch, CoreVersion = "10.3.6" });
            session.Distributions.SetTarget(ten, target);
            session.Platforms.LockAllBut(ten, target);
        });
        AddSite("one.example.test", old);
        AddSite("two.example.test", target);

        var found = Store.Read(session => session.Platforms.Find(new PlatformFilter { Distribution = "TEN", Server = "SERVER_MASTER" }).ToList());
        Assert.Equal([("Old", PlatformStatus.Locked, false, 1), ("Target", PlatformStatus.Enabled, true, 1)],
            found.Select(platform => (platform.Name, platform.Status, platform.IsTarget, platform.SiteCount)));
        Assert.Equal("Old", Store.Read(session => session.Platforms.Clash("OLD", "/nowhere"))!.Name);
        Assert.Equal("Target", Store.Read(session => session.Platforms.Clash("x", "/var/Target", old))!.Name);
        Assert.Equal((2, 2, 1), Store.Read(session => session.Distributions.Get("Ten")!) is var ten ? (ten.PlatformCount, ten.SiteCount, ten.OutdatedCount) : default);
        var outdated = Assert.Single(Store.Stream(session => session.Sites.Find(new SiteFilter { Outdated = true, Distribution = "Ten" })));
        Assert.Equal(("one.example.test", "Target"), (outdated.Name, outdated.UpgradeTarget));
        Store.Write(session => session.Distributions.Delete(session.Distributions.Get("Ten")!.Id));
        Assert.Null(Store.Read(session => session.Platforms.Get("Old"))!.Distribution);
    }

    [StoreFact]
    public void Platforms_know_how_many_sites_they_have()
    {
        var (old, target) = (AddPlatform("Old"), AddPlatform("Target"));
        void Counts(int onOld, int onTarget) => Assert.Equal([("Old", onOld), ("Target", onTarget)],
            Store.Read(session => session.Platforms.Find(new PlatformFilter()).Select(platform => (platform.Name, platform.SiteCount)).ToArray()));
        void Update(string name, Func<Site, Site> change, long platform) =>
            Store.Write(session => session.Sites.Update(change(session.Sites.Find(new SiteFilter { Names = [new NamePattern(name)] }).Single()), platform));
        var one = AddSite("one.test", old);
        AddSite("two.test", old);
        Counts(2, 0);
        Update("one.test", site => site, target);
        Counts(1, 1);
        Update("two.test", site => site with { Status = SiteStatus.Disabled }, old);
        Counts(1, 1);
        Store.Write(session => session.Sites.SetStatus(one, SiteStatus.Deleted));
        Store.Write(session => session.Sites.SetStatus(one, SiteStatus.Deleted));
        Counts(1, 0);
        Store.Write(session => session.Sites.Update(session.Sites.Get(one)!, old));
        Counts(1, 0);
        Store.Write(session => session.Sites.SetStatus(one, SiteStatus.Disabled));
        Counts(2, 0);
        Update("two.test", site => site with { Status = SiteStatus.Deleted }, target);
        Counts(1, 0);
        Store.Write(session => session.Sites.Add(new Site { Name = "never.test", Directory = "never.test", Status = SiteStatus.Deleted }, target));
        Counts(1, 0);
        Assert.Equal(["Old"], Store.Read(session => session.Platforms.Find(new PlatformFilter { InUse = true }).Select(platform => platform.Name).ToArray()));
    }

    [StoreFact]
    public void Sites_and_their_names()
    {
        var platform = AddPlatform("p");
        var one = AddSite("one.example.test", platform, "www.example.test", "example.test");
        Assert.Equal(TimeSpan.FromMinutes(90), Store.Read(session => session.Sites.Get(one))!.CronInterval);
        Site? With(params string[] names) => Store.Read(session => session.Sites.WithName(names));
        Assert.Equal(one, With("nobody.test", "example.test")!.Id);
        Assert.Equal(one, With("one.example.test")!.Id);
        Assert.Null(With("nobody.test"));
        Assert.Null(With());
        Assert.Null(Store.Read(session => session.Sites.WithName(["example.test"], one)));

        Store.Write(session => session.Sites.SetCron(one, DateTimeOffset.FromUnixTimeSeconds(10), null));
        Store.Write(session => session.Sites.SetCron(one, DateTimeOffset.FromUnixTimeSeconds(20), "it failed"));
        var site = Store.Read(session => session.Sites.Get("one.example.test"))!;
        Assert.Equal((10, 20, "it failed"), (site.LastCron!.Value.ToUnixTimeSeconds(), site.LastCronTry!.Value.ToUnixTimeSeconds(), site.LastCronError));
        Store.Write(session => session.Sites.Update(site with { Name = "new.example.test", Aliases = [], Status = SiteStatus.Disabled }, platform));
        Assert.Null(With("example.test"));
        Assert.Equal("new.example.test", Assert.Single(Store.Stream(session => session.Sites.Find(new SiteFilter { Status = SiteStatus.Disabled }))).Name);
    }

    [StoreFact]
    public void Packages_of_platforms_and_sites()
    {
        var platform = AddPlatform("p");
        var site = AddSite("one.example.test", platform);
        Package[] packages = [new() { Name = "views", Type = PackageType.Module, Schema = 8101, Version = "1.0", Path = "modules/views" }, new() { Name = "node", Type = PackageType.Module, Path = "modules/node" }];
        InstalledPackage[] installed = [new(PackageType.Module, "views", true, "1.0", 8101), new(PackageType.Module, "node", false, null, 0)];
        for (var again = 0; again < 2; again++)
            Store.Write(session =>
            {
                session.Packages.ReplacePlatform(platform, packages);
                session.Packages.ReplaceSite(site, installed);
            });
        Assert.Equal(packages.Reverse(), Store.Read(session => session.Packages.OfPlatform(platform)));
        Assert.Equal(installed.Reverse(), Store.Read(session => session.Packages.OfSite(site)));
    }

    [StoreFact]
    public void Tasks_their_log_journal_and_leases()
    {
        var (first, second) = (StartTask("one.example.test"), StartTask("two.example.test"));
        Assert.True(second > first);
        Store.WriteTask(session =>
        {
            session.Leases.Add("site:1", first, "here/1/1");
            session.Tasks.Log(first, TaskLogLevel.Info, null, "one");
            session.Tasks.Log(first, TaskLogLevel.Warning, "step", "two");
            session.Journal.Record(first, 0, "step", StepPhase.Begun);
            session.Journal.Record(first, 0, "step", StepPhase.Done);
            session.Tasks.SetState(first, "{\"a\":1}");
            Assert.Equal([first], session.Leases.Beat("here/1/1", [first, second]));
            Assert.False(session.Leases.TakeOver(first, "here/1/1", "there/2/2", DateTimeOffset.UtcNow.AddMinutes(-1)));
            Assert.True(session.Leases.TakeOver(first, "here/1/1", "there/2/2", DateTimeOffset.UtcNow));
            session.Tasks.Finish(second, AegirTaskStatus.Success, null);
        });

        Assert.Equal([(1, (string?)null, "one"), (2, "step", "two")],
            Store.Read(session => session.Tasks.LogOf(first).Select(entry => (entry.Sequence, entry.Step, entry.Message)).ToList()));
        Assert.Equal([new JournalEntry(0, "step", StepPhase.Done)], Store.Read(session => session.Journal.Of(first)));
        Assert.Equal("{\"a\":1}", Store.Read(session => session.Tasks.State(first)));
        Assert.Equal(("there/2/2", first), Store.Read(session => session.Leases.Get("site:1")) is { } lease ? (lease.Holder, lease.TaskId) : default);
        long[] Find(TaskFilter filter) => Store.Read(session => session.Tasks.Find(filter).Select(task => task.Id).ToArray());
        Assert.Equal([second, first], Find(new TaskFilter()));
        Assert.Equal([second], Find(new TaskFilter { First = 1 }));
        Assert.Equal([first], Find(new TaskFilter { Ids = [first, 999], Type = "VERIFY" }));
        Assert.Empty(Find(new TaskFilter { Ids = [] }));
        Assert.Equal([second], Find(new TaskFilter { Status = AegirTaskStatus.Success }));
        Assert.Equal([first], Find(new TaskFilter { Targets = [new NamePattern("ONE.*")] }));
        Store.WriteTask(session => session.Leases.Release(first));
        Assert.Empty(Store.Read(session => session.Leases.All()));
        Store.Write(session => session.Tasks.DeleteOlder(long.MaxValue, "verify", "two.example.test"));
        Assert.Equal([first], Find(new TaskFilter()));
    }

    [StoreFact]
    public void Kept_sides_backups_and_what_members_missed()
    {
        var platform = AddPlatform("p");
        var site = AddSite("one.example.test", platform);
        var task = StartTask("one.example.test");
        var side = new KeptSide(task, site, platform, "one", "{}", DateTimeOffset.FromUnixTimeMilliseconds(5));
        Store.Write(session =>
        {
            session.KeptSides.Add(side);
            session.Backups.Add(site, task, "/b/1", 5_000_000_000, "before", platform, "one");
            session.MemberLags.Note(1, "platform", "p", "down");
            session.MemberLags.Note(1, "platform", "p", "still down");
        });

        Assert.Equal(side, Store.Read(session => session.KeptSides.Newest(site)));
        Assert.Equal([side], Store.Read(session => session.KeptSides.Expired()));
        var backup = Assert.Single(Store.Read(session => session.Backups.OfSite(site)));
        Assert.Equal((5_000_000_000, "p", "one"), (backup.Size, backup.Platform, backup.Directory));
        Assert.Equal(site, Store.Read(session => session.Backups.SiteOf(backup.Id)));
        Assert.Equal(0, Store.Read(session => session.Backups.SiteOf(999)));
        Assert.Equal("still down", Assert.Single(Store.Read(session => session.MemberLags.Of(1))).Reason);
        Store.Write(session =>
        {
            session.KeptSides.Delete(task);
            session.Backups.Delete(backup.Id);
            session.MemberLags.CaughtUp(1, "platform", "p");
        });
        Assert.Empty(Store.Read(session => session.Backups.Find([])));
        Assert.Empty(Store.Read(session => session.MemberLags.Of(1)));
    }
}
