using Aegir.Benchmarks.Measuring;
using Aegir.State;
using Aegir.Tasks;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Hub;

/// <summary>16 upgrades, four at a time, of ten steps that only wait, with leases, journal and log; against the waiting alone, four abreast.</summary>
internal static class ParallelUpgrades
{
    private const int Sites = 16;
    private const int Abreast = 4;
    private const int Steps = 10;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(Report report)
    {
        using var folder = new TempFolder();
        using var store = SqliteStore.Open(folder.At("hub.db"));
        using var runner = new TaskRunner(store);
        await OursAsync();
        var seconds = await Clock.InterleaveAsync(3, () => Clock.SecondsAsync(OursAsync), () => Clock.SecondsAsync(IdealAsync));
        report.Note("ours:  " + Report.All(seconds[0]));
        report.Note("ideal: " + Report.All(seconds[1]));
        report.AddSeconds("16 upgrades at ThrottleLimit 4 that only wait", seconds[0], seconds[1], 1.1);

        async Task OursAsync()
        {
            var batch = new UpgradeBatch(UpgradeAsync, new UpgradeOptions { ThrottleLimit = Abreast }, new SilentSink());
            var results = await batch.RunAsync(Names(), default);
            if (results.Count(result => result.Outcome == UpgradeOutcome.Upgraded) != Sites)
                throw new InvalidOperationException("Not all of them ran.");
        }

        async Task<UpgradeResult> UpgradeAsync(string site, CancellationToken cancellation)
        {
            var done = await runner.RunAsync(new WaitingOperation(site, Steps, Wait), new SilentSink(), cancellation);
            return new UpgradeResult { Site = site, Outcome = done.Error is null ? UpgradeOutcome.Upgraded : UpgradeOutcome.RolledBack };
        }
    }

    // A timer is late by up to a millisecond; that is nobody's overhead.
    private static Task IdealAsync() => Task.WhenAll(Enumerable.Range(0, Abreast).Select(async _ =>
    {
        for (var step = 0; step < Sites / Abreast * Steps; step++)
            await Task.Delay(Wait);
    }));

    private static async IAsyncEnumerable<string> Names()
    {
        for (var site = 0; site < Sites; site++)
            yield return $"site{site}.example.test";
        await Task.CompletedTask;
    }
}
