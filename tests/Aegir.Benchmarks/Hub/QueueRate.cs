using Aegir.Benchmarks.Measuring;
using Aegir.State;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Hub;

/// <summary>Whether claiming cares how many tasks wait; and how many tasks a second go from the queue to their end, for 16 at a time.</summary>
internal static class QueueRate
{
    private const int Deep = 100_000;
    private const int Shallow = 100;
    private const int Tasks = 3000;
    private const double Budget = 2000;

    public static async Task RunAsync(Report report)
    {
        await DepthAsync(report);
        await RateAsync(report);
    }

    private static async Task DepthAsync(Report report)
    {
        using var folder = new TempFolder();
        using var deep = Filled(folder.At("deep.db"), Deep);
        using var shallow = Filled(folder.At("shallow.db"), Shallow);
        await Clock.InterleaveAsync(1, () => Claims(deep), () => Claims(shallow));
        var seconds = await Clock.InterleaveAsync(7, () => Claims(deep), () => Claims(shallow));
        report.Note($"{Deep} queued: " + Report.All(seconds[0]));
        report.Note($"{Shallow} queued:    " + Report.All(seconds[1]));
        report.AddSeconds($"60 claims from {Report.Number(Deep)} queued, against {Shallow}", seconds[0], seconds[1], 1.3);
    }

    private static async Task RateAsync(Report report)
    {
        using var folder = new TempFolder();
        using var hub = AegirHub.Open(folder.At("hub.db"));
        hub.Queue.Types.Add<WaitingTask>(WaitingTask.Name);
        await OursAsync(300);
        var rates = new List<double>();
        for (var round = 0; round < 3; round++)
            rates.Add(await OursAsync(Tasks));
        report.Note("tasks/s: " + string.Join(", ", rates.Select(Report.Number)));
        var rate = Clock.Median(rates);
        report.Add("queued tasks of one step, 16 at a time, claim to end", $"{Report.Number(rate)}/s", $"{Report.Number(Budget)}/s", Budget / rate, 1);

        async Task<double> OursAsync(int count)
        {
            for (var number = 0; number < count; number++)
                hub.Queue.Enqueue(new WaitingTask($"site{number}.example.test"));
            var time = await Clock.SecondsAsync(() => hub.Queue.RunAsync(
                new QueueOptions { ThrottleLimit = 16, MaxLoad = 0, MinFreeSpace = 0 }, new SilentSink(), default));
            return count / time;
        }
    }

    private static SqliteStore Filled(string file, int count)
    {
        var store = SqliteStore.Open(file);
        ((IStateStore)store).Write(session =>
        {
            for (var number = 0; number < count; number++)
                session.Queue.Add(new QueueEntry("wait", "site", $"site{number}.test", WaitingTask.Name, "{}", [$"site:site{number}.test"]) { Client = $"client{number % 20}" });
        });
        return store;
    }

    // Each is taken and handed back, so that there are always as many.
    private static Task<double> Claims(IStateStore store) => Clock.SecondsAsync(() =>
    {
        for (var number = 0; number < 60; number++)
        {
            var claimed = store.WriteTask(session => session.Claims.Claim(1, "here/1/1"));
            store.WriteTask(session => session.Queue.HandBack(claimed[0].Id, null));
        }
        return Task.CompletedTask;
    });
}
