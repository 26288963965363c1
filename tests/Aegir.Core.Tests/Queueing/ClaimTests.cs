using Aegir.Tests.Components;
using Aegir.Tests.State.Stores;

namespace Aegir.Tests.Queueing;

/// <summary>Several workers that claim at the same time.</summary>
public abstract class ClaimTests(QueueBench? bench) : QueueTests(bench)
{
    [StoreFact]
    public async Task Together_they_take_no_more_than_a_server_may_have()
    {
        Bench.Hub.Servers.Set(Server.MasterName, server => server with { MaxTasks = 3 });
        foreach (var number in Enumerable.Range(1, 6))
            Bench.Add($"s{number}.test", number, server: Server.MasterName);
        using var one = Bench.OpenStore();
        using var two = Bench.OpenStore();
        Task<int>? second = null;

        var first = one.WriteTask(session =>
        {
            var taken = session.Claims.Claim(2, "one/1/1").Count;
            second ??= Task.Run(() => two.WriteTask(other => other.Claims.Claim(2, "two/1/1").Count));
            // It has the time to look at what is not written yet.
            second.Wait(1000);
            return taken;
        });

        Assert.Equal((2, 1), (first, await second!));
        Assert.Equal(3, Bench.Hub.Queue.Health().Processing);
    }
}

public sealed class SqliteClaimTests() : ClaimTests(new QueueBench());

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlClaimTests(PostgreSqlServer server) : ClaimTests(QueueBench.On(server));
