using Aegir.Benchmarks.Measuring;
using Aegir.State;
using Aegir.Tasks;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Hub;

/// <summary>How many tasks of one empty step a store begins, journals and finishes in a second, for 16 workers in one process.</summary>
internal static class TaskRate
{
    private const int Workers = 16;
    private const int Tasks = 3000;
    private const double Budget = 2000;

    public static async Task RunAsync(Report report)
    {
        using var folder = new TempFolder();
        using var store = SqliteStore.Open(folder.At("hub.db"));
        using var runner = new TaskRunner(store);
        await OursAsync(200);
        var seconds = await Clock.InterleaveAsync(3,
            () => Clock.SecondsAsync(() => OursAsync(Tasks)),
            () => Clock.SecondsAsync(() => Task.Run(() => CommitOnly(store, Tasks))));
        var rate = Tasks / Clock.Median(seconds[0]);
        report.Note("tasks/s:         " + string.Join(", ", seconds[0].Select(time => Report.Number(Tasks / time))));
        report.Note("bare commits/s:  " + string.Join(", ", seconds[1].Select(time => Report.Number(Tasks / time))));
        report.Add("tasks of one step, 16 workers", $"{Report.Number(rate)}/s", $"{Report.Number(Budget)}/s", Budget / rate, 1);
        report.Add("  transactions of that store, one after the other", "", $"{Report.Number(Tasks / Clock.Median(seconds[1]))}/s", null, null);

        Task OursAsync(int count) => Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Factory.StartNew(() =>
        {
            for (var number = worker; number < count; number += Workers)
                runner.RunAsync(new WaitingOperation($"site{number}.example.test", 1, TimeSpan.Zero), new SilentSink(), default).GetAwaiter().GetResult();
        }, TaskCreationOptions.LongRunning)));
    }

    // What the disk allows: each of them waits until its row is on it.
    private static void CommitOnly(SqliteStore store, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var state = $"{{\"number\":{number}}}";
            ((IStateStore)store).Write(session => session.Tasks.SetState(1, state));
        }
    }
}
