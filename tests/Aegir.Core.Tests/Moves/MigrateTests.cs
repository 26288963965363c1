using System.Net;
using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Moves;

/// <summary>Sites that go to another platform.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class MigrateTests(MariaDbServer server)
{
    private const string Site = "walker.example.test";

    [NeedsMariaDbTheory]
    [InlineData(10, false)]
    [InlineData(7, true)]
    [InlineData(10, true)]
    [Trait("Oracle", "35")]
    public async Task To_another_platform_and_back(int major, bool onServer)
    {
        // The original drops the old database and folder at once; we keep them for some days, shut, so that one can go back.
        using var trial = await Trial.MakeAsync([Site], onServer ? server : null, major);

        var result = await trial.RunAsync(new MoveRequest(MoveKind.Migrate, Site) { Platform = "new" });

        trial.AssertDone(result, trial.Pair.NewDocroot);
        Assert.Equal(("old", "new"), (result.From, result.To));
        Assert.Equal("new", trial.Hub.Sites.Get(Site).Platform);
        Assert.Equal("Pre-migration backup", trial.Hub.Sites.Backups(Site).Single().Description);
        Assert.Equal(result.Backup, trial.Hub.Sites.Backups(Site).Single().Path);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, MoveBench.Status(trial.Pair.OldDocroot, Site));
        trial.AssertWhole(Site, "new");

        var undone = await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);

        Assert.True(undone.Outcome == UpgradeOutcome.Undone, $"{undone.Message}\n{trial.Test.Sink}");
        trial.AssertWhole(Site, "old");
    }

    [NeedsPhpFact]
    [Trait("Oracle", "34")]
    public async Task Where_nothing_would_change_it_is_refused()
    {
        using var trial = await Trial.MakeAsync(Site);

        var error = await Assert.ThrowsAsync<AegirException>(() => trial.RunAsync(new MoveRequest(MoveKind.Migrate, Site) { Platform = "old" }));

        Assert.Equal("NothingToMove", error.Id);
        trial.AssertWhole(Site, "old");
    }

    [NeedsPhpFact]
    public async Task A_locked_platform_takes_nobody_in()
    {
        using var trial = await Trial.MakeAsync(Site);
        await trial.Test.UpgradeAsync(Site);

        // The one it came from is not the target, and so locked.
        var error = await Assert.ThrowsAsync<AegirException>(() => trial.RunAsync(new MoveRequest(MoveKind.Migrate, Site) { Platform = "old" }));

        Assert.Equal("PlatformLocked", error.Id);
    }

    [NeedsMariaDbTheory]
    [InlineData(10)]
    [InlineData(7)]
    [Trait("Oracle", "37")]
    public async Task To_another_database_server_on_the_same_platform(int major)
    {
        // The old folder makes room for the new one. The original then drops it; we keep it for some days.
        using var trial = await Trial.MakeAsync([Site], server, major);
        using (var store = SqliteStore.Open(trial.Test.HubFile))
            store.Write(session => session.Servers.Add(new Server { Name = "db2", Database = DatabaseType.MariaDb, DatabaseOptionFile = server.OptionFile }));
        var before = SideState.Of(trial.Pair.OldDocroot, Site);

        var result = await trial.RunAsync(new MoveRequest(MoveKind.Migrate, Site) { DatabaseServer = "db2" });

        trial.AssertDone(result, trial.Pair.OldDocroot);
        var site = trial.Hub.Sites.Get(Site);
        Assert.Equal(("db2", "old", Site), (site.DatabaseServer, site.Platform, site.Directory));
        Assert.Single(Directory.EnumerateFileSystemEntries(trial.Pair.OldDocroot + "/sites"), path => path.EndsWith("-aside", StringComparison.Ordinal));

        var undone = await trial.Hub.Upgrades.UndoAsync(Site, trial.Test.Sink, default);

        Assert.True(undone.Outcome == UpgradeOutcome.Undone, $"{undone.Message}\n{trial.Test.Sink}");
        Assert.Empty(SideState.Of(trial.Pair.OldDocroot, Site).ChangesSince(before));
        trial.AssertWhole(Site, "old");
    }

    [NeedsMariaDbFact]
    [Trait("Oracle", "36")]
    public async Task A_failure_in_the_updates_leaves_all_as_it_was()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        trial.Switch("STANDIN_FAIL_UPDATEDB", "1");

        var result = await trial.RunAsync(new MoveRequest(MoveKind.Migrate, Site) { Platform = "new" });

        Assert.Equal((MoveOutcome.RolledBack, "updates"), (result.Outcome, result.FailedStep));
        Assert.NotNull(result.Action);
        trial.AssertWhole(Site, "old");
        Assert.Empty(trial.Hub.Sites.Backups(Site));
    }

    [NeedsMariaDbFact]
    [Trait("Oracle", "28")]
    public async Task The_steps_come_in_the_order_of_a_deploy()
    {
        // The web server serves the new side from the look on, after the updates: the original lets visitors in before them.
        using var trial = await Trial.MakeAsync([Site], server);

        await trial.RunAsync(new MoveRequest(MoveKind.Migrate, Site) { Platform = "new" });

        var steps = trial.Test.Sink.Events.Where(item => item.Kind == TaskEventKind.Progress && item.Target == Site).Select(item => item.Step).Distinct().ToList();
        Assert.Equal(["plan", "check", "maintenance", "backup", "database", "site directory", "updates", "look", "commit", "open", "tidy", "pack backup"],
            steps[steps.LastIndexOf("plan")..]);
    }
}
