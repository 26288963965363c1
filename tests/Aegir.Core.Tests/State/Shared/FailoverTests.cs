using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tests.Components;

namespace Aegir.Tests.State.Shared;

/// <summary>A hub behind a primary and its standby, real ones: a failover costs a retry, not a task.</summary>
public sealed class FailoverTests
{
    [NeedsPostgreSqlFact]
    public async Task Who_works_when_the_primary_dies_goes_on_at_the_standby()
    {
        using var primary = new PostgreSqlServer();
        using var standby = primary.MakeStandby();
        var address = primary.MakeHub().Replace($"Host=127.0.0.1;Port={primary.Port}", $"Host=127.0.0.1:{standby.Port},127.0.0.1:{primary.Port};Target Session Attributes=primary");
        using var store = PostgreSqlStore.Open(address);
        using var half = new CountdownEvent(3);
        var failover = Task.Run(() =>
        {
            half.Wait();
            primary.Kill();
            standby.Promote();
        });

        var waiting = store.WaitForTaskAsync(TimeSpan.FromMinutes(5), default);
        await Ledger.WriteAsync(store, 3, 40, line =>
        {
            if (line == 15)
                half.Signal();
        });
        await failover;

        Ledger.Check(store, 3, 40);
        Assert.Equal("f", standby.Query("SELECT pg_is_in_recovery()").Trim());
        // It listens to the new one, too.
        await waiting;
        await Wait.UntilAsync(() => standby.Query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'").Trim() == "1", 30);
        waiting = store.WaitForTaskAsync(TimeSpan.FromMinutes(5), default);
        ((IStateStore)store).Write(session => session.AnnounceTask());
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        // Whoever comes now finds it as well.
        using var later = PostgreSqlStore.Open(address);
        Assert.Equal(store.Identity, later.Identity);
    }

    [NeedsPostgreSqlFact]
    public async Task Who_works_when_the_server_is_restarted_goes_on()
    {
        using var server = new PostgreSqlServer();
        using var store = PostgreSqlStore.Open(server.MakeHub());
        using var half = new CountdownEvent(2);
        var restart = Task.Run(async () =>
        {
            half.Wait();
            server.Kill();
            await Task.Delay(300);
            server.StartAgain();
        });
        await Ledger.WriteAsync(store, 2, 30, line =>
        {
            if (line == 10)
                half.Signal();
        });
        await restart;
        Ledger.Check(store, 2, 30);
    }
}
