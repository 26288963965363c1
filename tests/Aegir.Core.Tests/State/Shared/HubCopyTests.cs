using Aegir.State;
using Aegir.Tests.Components;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.State.Shared;

/// <summary>A hub that moves from a file to PostgreSQL and back.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class HubCopyTests(PostgreSqlServer server) : IDisposable
{
    private readonly TempFolder folder = new();

    [NeedsPostgreSqlFact]
    public void There_and_back_it_is_the_same_to_the_last_row()
    {
        var database = server.MakeHub();
        using (var hub = Filled("one.db"))
        {
            var copied = hub.CopyTo(database);
            Assert.Equal((hub.Location, true), (copied.From, copied.Rows > 2500));
        }
        using (var shared = AegirHub.Open(database))
        {
            Assert.Equal(2000, shared.Sites.Find(new SiteFilter()).Count());
            Assert.Equal("Ten", shared.Distributions.Get("ten").Name);
            Assert.Equal("p2", shared.Distributions.Get("ten").Target);
            shared.CopyTo(folder.At("two.db"));
            // Its next ids are new ones.
            Assert.True(shared.Servers.Add(new Server { Name = "later", HostName = "later.test" }).Id > shared.Servers.Get("web1").Id);
        }
        Assert.Equal(Rows("one.db"), Rows("two.db"));
    }

    [NeedsPostgreSqlFact]
    public void A_hub_that_is_there_is_not_overwritten()
    {
        using var hub = Filled("one.db");
        Assert.Equal("HubIsTheSame", Fails(() => hub.CopyTo(folder.At("./one.db"))).Id);
        using (var other = AegirHub.Open(folder.At("two.db")))
            other.Distributions.Add("Other");
        Assert.Equal("HubNotEmpty", Fails(() => hub.CopyTo(folder.At("two.db"))).Id);
        using var two = AegirHub.Open(folder.At("two.db"));
        Assert.Equal("Other", Assert.Single(two.Distributions.Find()).Name);
    }

    [NeedsPostgreSqlFact]
    public void While_tasks_run_it_is_not_copied()
    {
        using var hub = Filled("one.db");
        using (IStateStore store = SqliteStore.Open(folder.At("one.db")))
            store.Write(session => session.Leases.Add("site:1", session.Tasks.Find(new TaskFilter()).First().Id, "elsewhere/1/1"));
        var database = server.MakeHub();
        Assert.Equal(("HubBusy", AegirErrorKind.Busy), Fails(() => hub.CopyTo(database)) is var error ? (error.Id, error.Kind) : default);
        using var shared = AegirHub.Open(database);
        Assert.Empty(shared.Distributions.Find());
    }

    [NeedsPostgreSqlFact]
    public void Nothing_is_left_of_a_copy_that_failed()
    {
        using var hub = Filled("one.db");
        // A row that no store would take: it refers to what is not there.
        Execute("one.db", "PRAGMA foreign_keys = OFF; INSERT INTO task_log (task_id, sequence, time, level, message) VALUES (4711, 1, 1, 1, 'stray')");
        var database = server.MakeHub();
        Assert.ThrowsAny<Exception>(() => hub.CopyTo(database));
        Assert.ThrowsAny<Exception>(() => hub.CopyTo(folder.At("two.db")));
        Execute("one.db", "DELETE FROM task_log WHERE task_id = 4711");
        hub.CopyTo(database);
        hub.CopyTo(folder.At("two.db"));
        Assert.Equal(Rows("one.db"), Rows("two.db"));
    }

    public void Dispose() => folder.Dispose();

    private static AegirException Fails(Action act) => Assert.Throws<AegirException>(act);

    private AegirHub Filled(string file)
    {
        var hub = AegirHub.Open(folder.At(file));
        hub.Distributions.Add("Gone");
        hub.Distributions.Add("Ten");
        hub.Distributions.Remove("Gone");
        hub.Servers.Add(new Server { Name = "web1", HostName = "web1.test", Members = [] });
        using IStateStore store = SqliteStore.Open(folder.At(file));
        store.Write(session =>
        {
            var ten = session.Distributions.Get("Ten")!.Id;
            long Add(string name) => session.Platforms.Add(new Platform { Name = name, Path = "/" + name, ProjectRoot = "/" + name, Status = PlatformStatus.Enabled }, 1, ten);
            var (one, two) = (Add("p1"), Add("p2"));
            session.Distributions.SetTarget(ten, two);
            session.Packages.ReplacePlatform(one, Enumerable.Range(0, 500).Select(number => new Package { Name = $"m{number}", Title = number % 2 == 0 ? null : "It's \"ä\"", Path = "m" }));
            for (var number = 0; number < 2000; number++)
                session.Sites.Add(new Site { Name = $"s{number}.test", Directory = $"s{number}", Status = SiteStatus.Enabled, Aliases = number == 7 ? ["seven.test"] : [] }, one);
            var task = session.Tasks.Start("verify", "site", "s1.test", "here/1/1", "{}");
            session.Tasks.Log(task, TaskLogLevel.Info, null, "a line");
            session.Tasks.Finish(task, AegirTaskStatus.Success, null);
            session.Backups.Add(session.Sites.Get("s7.test")!.Id, task, "/b", 5_000_000_000, "x", null, "s7");
        });
        return hub;
    }

    private List<string> Rows(string file)
    {
        using var connection = Open(file);
        return StoreContent.Lines(connection);
    }

    private void Execute(string file, string sql)
    {
        using var connection = Open(file);
        StoreContent.Execute(connection, sql);
    }

    private SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={folder.At(file)};Pooling=False");
        connection.Open();
        return connection;
    }
}
