using Aegir.Tests.Components;
using Aegir.Tests.Faults;

namespace Aegir.Tests.Queueing;

/// <summary>The disk with the hub's store is full while a worker is at it.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Tasks = 40;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [NeedsMountFact]
    public async Task A_worker_waits_until_there_is_room_and_goes_on()
    {
        using var disk = new Volume("store", folder.Path, 16);
        using var bench = new QueueBench(folder.At("hub.db"));
        var ids = Enumerable.Range(1, Tasks).Select(number => bench.Hub.Queue.Enqueue(bench.Order($"s{number}.test", number, milliseconds: 20))).ToList();
        using var stop = new CancellationTokenSource();
        var run = bench.Hub.Queue.RunAsync(QueueBench.Quiet with { Stay = true }, bench.Sink, stop.Token);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Any(), 60), bench.Sink.ToString());

        disk.Fill();
        Assert.True(await Wait.UntilAsync(() => bench.Sink.ToString().Contains("store is waited for"), 60), bench.Sink.ToString());
        Assert.Contains(bench.Sink.Events, item => item.Error is AegirException { Id: "HubDiskFull" });
        disk.Free();
        Assert.True(await Wait.UntilAsync(() => bench.Sink.ToString().Contains("store answers again"), 60), bench.Sink.ToString());
        Assert.True(await Wait.UntilAsync(() => bench.Hub.Tasks.Find(new TaskFilter { First = Tasks }).All(task => task.HasEnded), 120), bench.Sink.ToString());
        await stop.CancelAsync();
        await run;

        Assert.DoesNotContain(bench.Ledger, line => line.What == "overlap");
        foreach (var (id, index) in ids.Select((id, index) => (id, index)))
        {
            // What could not be written down was undone, or is interrupted; nothing is done twice.
            var lines = bench.Ledger.Where(line => line.Number == index + 1).Select(line => line.What).ToList();
            Assert.True(bench.Status(id) == AegirTaskStatus.Success ? lines is ["begin", "end"] : lines.Count(line => line == "begin") <= 1, $"{id} {bench.Status(id)}: {string.Join(' ', lines)}");
        }
        Assert.Equal(AegirTaskStatus.Success, bench.Status(ids[^1]));
    }
}
