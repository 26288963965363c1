using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tests.Components;

namespace Aegir.Tests.State.Shared;

/// <summary>Who waits for a store at a prompt, and leaves.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class LeavingTests(PostgreSqlServer server)
{
    private const int Count = 600;

    [NeedsPostgreSqlFact]
    public void Rows_are_the_same_for_one_who_may_leave_and_who_leaves_among_them_keeps_no_connection()
    {
        var address = server.MakeHub(";Maximum Pool Size=1");
        using (IStateStore store = PostgreSqlStore.Open(address))
            store.Write(session =>
            {
                var platform = session.Platforms.Add(new Platform { Name = "old", Path = "/old", ProjectRoot = "/old", Status = PlatformStatus.Enabled }, 1, null);
                for (var number = 0; number < Count; number++)
                    session.Sites.Add(new Site { Name = $"s{number:0000}.test", Directory = $"s{number:0000}.test", Status = SiteStatus.Enabled }, platform);
            });
        using var hub = AegirHub.Open(address);
        using var leaving = new CancellationTokenSource();
        var mine = hub.Until(null, leaving.Token);
        var all = mine.Sites.Find(new SiteFilter()).Select(site => site.Name).ToList();
        Assert.Equal(hub.Sites.Find(new SiteFilter()).Select(site => site.Name), all);
        Assert.Equal(Count, all.Count);
        // There is one connection: who kept it would be in the way of the next.
        foreach (var wanted in new[] { 1, 2, 5, Count - 1 })
            Assert.Equal(all.Take(wanted), mine.Sites.Find(new SiteFilter()).Take(wanted).Select(site => site.Name));
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var site in mine.Sites.Find(new SiteFilter()))
                leaving.Cancel();
        });
        Assert.Equal("s0007.test", hub.Sites.Get("s0007.test").Name);
        Assert.Throws<OperationCanceledException>(() => mine.Distributions.Add("Ten"));
        Assert.Empty(hub.Distributions.Find());
    }

    [NeedsPostgreSqlFact]
    public void A_write_that_is_left_is_told_of_and_not_made_later()
    {
        var address = server.MakeHub();
        using var hub = AegirHub.Open(address);
        using IStateStore other = PostgreSqlStore.Open(address);
        using var leaving = new CancellationTokenSource();
        var told = 0;
        other.Write(_ =>
        {
            // It waits for this transaction.
            var adding = Task.Run(() => hub.Until(() => told++, leaving.Token).Distributions.Add("Ten"));
            while (server.Query("SELECT count(*) FROM pg_locks JOIN pg_database ON database = pg_database.oid WHERE datname LIKE 'hub%' AND NOT granted").Trim() == "0")
                Thread.Sleep(20);
            leaving.Cancel();
            var left = Assert.Throws<AggregateException>(() => adding.Wait(TimeSpan.FromMinutes(1)));
            Assert.IsType<OperationCanceledException>(left.InnerException, exactMatch: false);
        });
        Assert.Equal(1, told);
        hub.Distributions.Add("Eleven");
        Assert.Equal("Eleven", Assert.Single(hub.Distributions.Find()).Name);
    }
}
