using Aegir.TestWorker;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Recovering;

/// <summary>A store is put back from a copy that knows nothing of the task that shut a site and was killed: a verify opens the site, or says why it must not.</summary>
[Collection(MariaDbMoveTests.Name)]
public sealed class UnownedGateTests : IDisposable
{
    private const string Site = "shut.example.test";

    private readonly MariaDbServer server;
    private readonly DrillHub drill;
    private readonly StoreCopies copies;
    private RecordingSink sink = new();
    private AegirHub hub;

    public UnownedGateTests(MariaDbServer server)
    {
        this.server = server;
        drill = new DrillHub(server, 10);
        drill.Pair.InstallOn(server, Site);
        copies = new StoreCopies(drill.Test.HubFile);
        drill.Test.Dispose();
        hub = AegirHub.Open(drill.Test.HubFile);
    }

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
            await Verbs.RunAsync(hub, done, Site, sink);
        var site = hub.Sites.Get(Site);
        var databases = Databases;
        var copy = copies.Take();
        // CI: where the updates begin, the uploads have moved and the new folder stands.
        for (var number = WorkerRun.IsThorough ? 1 : 7; ; number++)
        {
            hub.Dispose();
            var (exitCode, output) = WorkerRun.Run(drill.Test.HubFile, verb, Site, new WorkerKill(WorkerRun.IsThorough ? "after" : "begin", number));
            if (exitCode != 137)
                break;
            var where = $"{verb} was killed at {number}, {output.Split('\n').Last(line => line.StartsWith("step\t", StringComparison.Ordinal))}";
            var late = copies.Take();
            Open(copy);
            Assert.Empty(await hub.RecoverAsync(sink));
            var isShut = drill.Web.Visitor.Get(Site).Status == 503;
            var error = await VerifyAsync();

            if (error is not null)
            {
                // It let visitors in, or the site is nobody's any more: the store of then knows how to go on.
                Assert.True(!isShut || verb is "disable" or "remove", $"{where}: {error}\n{sink}");
                Assert.True(error.Id == "StoreIsOlder" || verb == "remove" || !isShut, $"{where}: {error}");
                Open(late);
                await hub.RecoverAsync(sink);
                break;
            }
            AssertWhole(where, site);
            Assert.True(WorkerRun.IsThorough || isShut && where.EndsWith("\tupdates", StringComparison.Ordinal), where);
            // A database that was made since stays: nobody knows whose it is.
            foreach (var name in Databases.Except(databases))
                server.Query($"DROP DATABASE `{name}`; DROP USER IF EXISTS '{name}'@localhost;");
            if (!WorkerRun.IsThorough)
                break;
        }
    }

    [NeedsWebServersTheory]
    [InlineData(true)]
    public async Task A_verify_does_not_open_what_was_disabled(bool noBackup)
    {
        await BeginAsync();
        var copy = copies.Take();
        await hub.Sites.DisableAsync(Site, noBackup, sink, default);
        Open(copy);

        Assert.Equal("StoreIsOlder", (await VerifyAsync())?.Id);
        Assert.Equal(503, drill.Web.Visitor.Get(Site).Status);
    }

    public void Dispose()
    {
        hub.Dispose();
        server.DropAllOf(Site);
        copies.Dispose();
        drill.Dispose();
    }

    private IReadOnlyList<string> Databases => server.DatabasesLike("shut%").ToList();

    private async Task BeginAsync()
    {
        await hub.Sites.ImportAsync("old", Site, null, sink, default);
        await hub.Sites.VerifyAsync(Site, sink, default);
        hub.Distributions.SetTarget("Drupal", "new");
        drill.Comment(Site, "a-comment");
        File.WriteAllText(drill.FolderOf(Site) + "/files/upload.txt", "an upload");
    }

    private void Open(string copy)
    {
        sink = new RecordingSink();
        hub.Dispose();
        copies.PutBack(copy);
        hub = AegirHub.Open(drill.Test.HubFile);
    }

    private async Task<AegirException?> VerifyAsync()
    {
        try
        {
            await hub.Sites.VerifyAsync(Site, sink, default);
            return null;
        }
        catch (AegirException error)
        {
            return error;
        }
    }

    private void AssertWhole(string where, Site site)
    {
        var docroot = hub.Platforms.Get(site.Platform).Path;
        Assert.True(drill.Body(Site, "/node/1").Contains("a-comment", StringComparison.Ordinal), where);
        Assert.True(drill.Body(Site, $"/sites/{Site}/files/upload.txt") == "an upload", where);
        Assert.Equal("440\n", Command.Run("stat", "-c", "%a", $"{docroot}/sites/{Site}/settings.php"));
        Assert.True(drill.Web.Visitor.Get("new-" + Site).Status == 404, where);
        var left = new[] { drill.Pair.OldDocroot, drill.Pair.NewDocroot }.SelectMany(path => Directory.EnumerateDirectories(path + "/sites"))
            .Where(path => Path.GetFileName(path).StartsWith(".aegir-", StringComparison.Ordinal) && !File.Exists(path + "/.aegir-left")
                || Path.GetFileName(path) == "new-" + Site || File.Exists(path + "/.aegir-upgrade"));
        Assert.True(!left.Any(), $"{where}: {string.Join(' ', left)}");
    }
}
