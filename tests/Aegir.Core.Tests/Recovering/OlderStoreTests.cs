using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Recovering;

/// <summary>A store is put back from a copy that does not know what was done since: nothing of that is undone, nothing that visitors use is dropped.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class OlderStoreTests : IDisposable
{
    private static readonly bool IsThorough = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1";

    // Before there is a database, once it is in the folder that will be the site's, and past the commit.
    private static readonly string?[] Sample = ["backup", "look", "open", "new side"];

    private const string Site = "older.example.test";

    private readonly MariaDbServer server;
    private readonly DrillHub drill;
    private readonly StoreCopies copies;
    private RecordingSink sink = new();
    private AegirHub hub;

    public OlderStoreTests(MariaDbServer server)
    {
        this.server = server;
        drill = new DrillHub(server, 10);
        drill.Pair.InstallOn(server, Site);
        copies = new StoreCopies(drill.Test.HubFile);
        drill.Test.Dispose();
        hub = AegirHub.Open(drill.Test.HubFile);
    }

    private bool IsRefused => hub.Tasks.Find(new TaskFilter { First = 1 }).Single().Message?.Contains("older than what was done", StringComparison.Ordinal) == true
        || sink.Events.Any(item => item.Message.Contains("older than what was done", StringComparison.Ordinal));

    private static bool IsPastCommit(string step) => step is not ("check" or "maintenance" or "backup" or "database" or "site directory" or "updates" or "look" or "commit");

    private string Databases => DatabaseList.Of(server, "older").ToString();

    [NeedsWebServersTheory]
    [InlineData(DatabaseType.MariaDb)]
    public async Task What_was_done_since_stays(DatabaseType type)
    {
        Assert.Equal(type, server.Type);
        await hub.Sites.ImportAsync("old", Site, null, sink, default);
        await hub.Sites.VerifyAsync(Site, sink, default);
        hub.Distributions.SetTarget("Drupal", "new");

        var upgrade = await TakeAsync(UpgradeAsync);
        drill.Comment(Site, "after-the-upgrade");
        var databases = Databases;
        foreach (var (step, copy) in upgrade)
        {
            await RecoverAsync(copy);
            AssertServed(step, "new", "after-the-upgrade");
            Assert.Equal(databases, Databases);
            Assert.Equal("440", Command.Run("stat", "-c", "%a", $"{drill.Pair.NewDocroot}/sites/{Site}/settings.php").Trim());
        }
        var kept = copies.Take();

        var undo = await TakeAsync(async () => Assert.Equal(UpgradeOutcome.Undone, (await hub.Upgrades.UndoAsync(Site, sink, default)).Outcome));
        drill.Comment(Site, "after-the-undo");
        databases = Databases;
        foreach (var (step, copy) in undo.Concat(upgrade))
        {
            await RecoverAsync(copy);
            // That the upgrade happened, and that its new side is gone again, is not for a recovery to mend.
            if (!IsRefused)
                AssertServed(step, "old", "after-the-undo");
            Assert.Equal(IsRefused, upgrade.Exists(other => other.Copy == copy) && IsPastCommit(step));
            AssertVisited("after-the-undo");
            Assert.Equal(databases, Databases);
        }

        // Its kept side is the one that is served.
        Open(kept);
        copies.LetExpire();
        await hub.Upgrades.ForgetExpiredAsync(sink, default);
        Assert.True(IsRefused, sink.ToString());
        AssertVisited("after-the-undo");
        Assert.Equal(databases, Databases);

        // The new database takes the name of the one that the undo dropped.
        Open(undo[^1].Copy);
        await hub.RecoverAsync(sink);
        await UpgradeAsync();
        drill.Comment(Site, "after-the-second");
        databases = Databases;
        foreach (var (step, copy) in undo.Concat(upgrade))
        {
            await RecoverAsync(copy);
            // It is where that upgrade took it at first, and so the site is finished as what it is.
            Assert.True(IsRefused != (upgrade.Exists(other => other.Copy == copy) && IsPastCommit(step)), $"{step}: {sink}");
            if (!IsRefused)
                AssertServed(step, "new", "after-the-second");
            AssertVisited("after-the-second");
            Assert.Equal(databases, Databases);
        }
    }

    public void Dispose()
    {
        hub.Dispose();
        server.DropAllOf(Site);
        copies.Dispose();
        drill.Dispose();
    }

    private async Task UpgradeAsync()
    {
        var result = await hub.Upgrades.RunOneAsync(Site, new UpgradeOptions(), sink, default);
        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{sink}");
    }

    // One at the beginning of each step.
    private async Task<List<(string Step, string Copy)>> TakeAsync(Func<Task> work)
    {
        var taken = new List<(string, string)>();
        sink.OnEvent = item =>
        {
            if (item is { Kind: TaskEventKind.Progress, Step: not "plan" } && (IsThorough || Sample.Contains(item.Step)))
                taken.Add((item.Step!, copies.Take()));
        };
        await work();
        sink.OnEvent = null;
        Assert.True(taken.Count >= 3);
        return taken;
    }

    private void Open(string copy)
    {
        sink = new RecordingSink();
        hub.Dispose();
        copies.PutBack(copy);
        hub = AegirHub.Open(drill.Test.HubFile);
    }

    private async Task RecoverAsync(string copy)
    {
        Open(copy);
        await hub.RecoverAsync(sink);
    }

    private void AssertServed(string step, string platform, string comment)
    {
        Assert.True(hub.Sites.Get(Site).Platform == platform, $"{step}: {hub.Sites.Get(Site).Platform}\n{sink}");
        Assert.DoesNotContain(hub.Tasks.Find(new TaskFilter()), task => task.Status == AegirTaskStatus.Processing);
        AssertVisited(comment);
        Assert.Empty(drill.Leftovers());
    }

    private void AssertVisited(string comment) => Assert.Contains(comment, drill.Body(Site, "/node/1"));
}
