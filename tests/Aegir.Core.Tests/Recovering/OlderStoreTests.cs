using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Recovering;

/// <summary>A store is put back from a copy that does not know what was done since: nothing of that is undone, nothing that visitors use is dropped.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class OlderStoreTests(MariaDbServer server) : PutBackBench(server, Site)
{
    private static readonly bool IsThorough = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1";

    // Before there is a database, once it is in the folder that will be the site's, and past the commit.
    private static readonly string?[] Sample = ["backup", "look", "open", "new side"];

    private const string Site = "older.example.test";

    private bool IsRefused => Hub.Tasks.Find(new TaskFilter { First = 1 }).Single().Message?.Contains("older than what was done", StringComparison.Ordinal) == true
        || Sink.Events.Any(item => item.Message.Contains("older than what was done", StringComparison.Ordinal));

    private static bool IsPastCommit(string step) => step is not ("check" or "maintenance" or "backup" or "database" or "site directory" or "updates" or "look" or "commit");

    private string Databases => DatabaseList.Of(Server, "older").ToString();

    [NeedsWebServersTheory]
    [InlineData(DatabaseType.MariaDb)]
    public async Task What_was_done_since_stays(DatabaseType type)
    {
        Assert.Equal(type, Server.Type);
        await AdoptAsync();

        var upgrade = await TakeAsync(UpgradeAsync);
        Drill.Comment(Site, "after-the-upgrade");
        var databases = Databases;
        foreach (var (step, copy) in upgrade)
        {
            await RecoverAsync(copy);
            AssertServed(step, "new", "after-the-upgrade");
            Assert.Equal(databases, Databases);
            Assert.Equal("440", Command.Run("stat", "-c", "%a", $"{Drill.Pair.NewDocroot}/sites/{Site}/settings.php").Trim());
        }
        var kept = Copies.Take();

        var undo = await TakeAsync(async () => Assert.Equal(UpgradeOutcome.Undone, (await Hub.Upgrades.UndoAsync(Site, Sink, default)).Outcome));
        Drill.Comment(Site, "after-the-undo");
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
        Copies.LetExpire();
        await Hub.Upgrades.ForgetExpiredAsync(Sink, default);
        Assert.True(IsRefused, Sink.ToString());
        AssertVisited("after-the-undo");
        Assert.Equal(databases, Databases);

        // The new database takes the name of the one that the undo dropped.
        Open(undo[^1].Copy);
        await Hub.RecoverAsync(Sink);
        await UpgradeAsync();
        Drill.Comment(Site, "after-the-second");
        databases = Databases;
        foreach (var (step, copy) in undo.Concat(upgrade))
        {
            await RecoverAsync(copy);
            // It is where that upgrade took it at first, and so the site is finished as what it is.
            Assert.True(IsRefused != (upgrade.Exists(other => other.Copy == copy) && IsPastCommit(step)), $"{step}: {Sink}");
            if (!IsRefused)
                AssertServed(step, "new", "after-the-second");
            AssertVisited("after-the-second");
            Assert.Equal(databases, Databases);
        }
    }

    private async Task UpgradeAsync()
    {
        var result = await Hub.Upgrades.RunOneAsync(Site, new UpgradeOptions(), Sink, default);
        Assert.True(result.Outcome == UpgradeOutcome.Upgraded, $"{result.Message}\n{Sink}");
    }

    // One at the beginning of each step.
    private async Task<List<(string Step, string Copy)>> TakeAsync(Func<Task> work)
    {
        var taken = new List<(string, string)>();
        Sink.OnEvent = item =>
        {
            if (item is { Kind: TaskEventKind.Progress, Step: not "plan" } && (IsThorough || Sample.Contains(item.Step)))
                taken.Add((item.Step!, Copies.Take()));
        };
        await work();
        Sink.OnEvent = null;
        Assert.True(taken.Count >= 3);
        return taken;
    }

    private void AssertServed(string step, string platform, string comment)
    {
        Assert.True(Hub.Sites.Get(Site).Platform == platform, $"{step}: {Hub.Sites.Get(Site).Platform}\n{Sink}");
        Assert.DoesNotContain(Hub.Tasks.Find(new TaskFilter()), task => task.Status == AegirTaskStatus.Processing);
        AssertVisited(comment);
        Assert.Empty(Drill.Leftovers());
    }

    private void AssertVisited(string comment) => Assert.Contains(comment, Drill.Body(Site, "/node/1"));
}
