using Aegir.TestWorker;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Recovering;

/// <summary>A store is put back from a copy that knows nothing of the task that shut a site and was killed: a verify opens the site, or says why it must not.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class UnownedGateTests(MariaDbServer server) : PutBackBench(server, Site)
{
    private const string Site = "shut.example.test";

    /// <summary>What is done before the copy is taken, and what after it.</summary>
    public static TheoryData<string, string> Tasks => WorkerRun.IsThorough
        ? new() { { "", "migrate" }, { "", "upgrade" }, { "", "rename" }, { "backup", "restore" }, { "upgrade", "undo" }, { "backup,restore", "undo" }, { "", "disable" }, { "", "remove" } }
        : new() { { "", "migrate" } };

    [NeedsWebServersTheory]
    [MemberData(nameof(Tasks))]
    public async Task A_verify_opens_what_a_task_that_was_killed_left_shut(string before, string verb)
    {
        await BeginAsync();
        foreach (var done in before.Split(',', StringSplitOptions.RemoveEmptyEntries))
            await Verbs.RunAsync(Hub, done, Site, Sink);
        var site = Hub.Sites.Get(Site);
        var databases = Databases;
        var copy = Copies.Take();
        var wasShut = false;
        // CI: where the updates begin, the uploads have moved and the new folder stands.
        for (var number = WorkerRun.IsThorough ? 1 : 7; ; number++)
        {
            Hub.Dispose();
            var (exitCode, output) = WorkerRun.Run(Drill.Test.HubFile, verb, Site, new WorkerKill(WorkerRun.IsThorough ? "after" : "begin", number));
            if (exitCode != 137)
                break;
            var where = $"{verb} was killed at {number}, {output.Split('\n').LastOrDefault(line => line.StartsWith("step\t", StringComparison.Ordinal))}";
            var late = Copies.Take();
            Assert.Equal(0, await RecoverAsync(copy));
            var isShut = Drill.Web.Visitor.Get(Site).Status == 503;
            var error = await VerifyAsync();

            if (error is not null)
            {
                // It let visitors in, or was about to with one of two doors open, or the site is nobody's any more: the store of then knows how to go on.
                Assert.True(!isShut || where.EndsWith("\topen", StringComparison.Ordinal) || verb is "disable" or "remove", $"{where}: {error}\n{Sink}");
                await RecoverAsync(late);
                break;
            }
            if (wasShut && !isShut)
            {
                // An undo that let visitors in had happened: the verify took that over, and nothing is to be put back any more.
                await RecoverAsync(late);
                break;
            }
            wasShut |= isShut;
            AssertWhole(where, site);
            Assert.True(WorkerRun.IsThorough || isShut && where.EndsWith("\tupdates", StringComparison.Ordinal), where);
            // A database that was made since stays: nobody knows whose it is.
            foreach (var name in Databases.Except(databases))
                Server.Query($"DROP DATABASE `{name}`; DROP USER IF EXISTS '{name}'@localhost;");
            if (!WorkerRun.IsThorough)
                break;
        }
    }

    [NeedsWebServersTheory]
    [InlineData(true)]
    public async Task A_verify_does_not_open_what_was_disabled(bool noBackup)
    {
        await BeginAsync();
        var copy = Copies.Take();
        await Hub.Sites.DisableAsync(Site, noBackup, Sink, default);
        Open(copy);

        Assert.Equal("StoreIsOlder", (await VerifyAsync())?.Id);
        Assert.Equal(503, Drill.Web.Visitor.Get(Site).Status);
    }

    private IReadOnlyList<string> Databases => Server.DatabasesLike("shut%").ToList();

    private async Task BeginAsync()
    {
        await AdoptAsync();
        Drill.Comment(Site, "a-comment");
        File.WriteAllText(Drill.FolderOf(Site) + "/files/upload.txt", "an upload");
    }

    private async Task<AegirException?> VerifyAsync()
    {
        try
        {
            await Hub.Sites.VerifyAsync(Site, Sink, default);
            return null;
        }
        catch (AegirException error)
        {
            return error;
        }
    }

    private void AssertWhole(string where, Site site)
    {
        var docroot = Hub.Platforms.Get(site.Platform).Path;
        Assert.True(Drill.Body(Site, "/node/1").Contains("a-comment", StringComparison.Ordinal), where);
        Assert.True(Drill.Body(Site, $"/sites/{Site}/files/upload.txt") == "an upload", where);
        Assert.Equal("440\n", Command.Run("stat", "-c", "%a", $"{docroot}/sites/{Site}/settings.php"));
        Assert.True(Drill.Web.Visitor.Get("new-" + Site).Status == 404, where);
        // What a move left says so; what a restore unpacked has no gate yet by which it could be known.
        var left = new[] { Drill.Pair.OldDocroot, Drill.Pair.NewDocroot }.SelectMany(path => Directory.EnumerateDirectories(path + "/sites"))
            .Where(path => Path.GetFileName(path).StartsWith(".aegir-", StringComparison.Ordinal) || Path.GetFileName(path) == "new-" + Site || File.Exists(path + "/.aegir-upgrade"))
            .Where(path => !File.Exists(path + "/.aegir-left") && (!where.StartsWith("restore", StringComparison.Ordinal) || Directory.Exists(path + "/../" + Site + "/files") is false));
        Assert.True(!left.Any(), $"{where}: {string.Join(' ', left)}");
    }
}
