using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Queueing;

/// <summary>A hub's machine that is overloaded, or whose disk is full.</summary>
public sealed class MachineRoomTests : IDisposable
{
    private const string Calm = "0.10 99999999999";
    private const string Busy = "5.04 99999999999";
    private const string Full = "0.10 1048576";

    private readonly QueueBench bench;
    private string? room = Calm;

    public MachineRoomTests()
    {
        var host = new MeddlingHost(command => MeddlingHost.Is(command, "How much room a machine has") && room is not null ? new CommandResult(0, room + "\n", "") : null);
        bench = new QueueBench(hosts: _ => host);
    }

    [Fact]
    public async Task An_overloaded_one_gets_one_task_at_a_time_until_it_is_calm()
    {
        room = Busy;
        var tasks = Enumerable.Range(1, 3).Select(number => bench.Add($"s{number}.test", number, "wait")).ToList();
        var (run, stop) = Begin();
        Assert.True(await Wait.UntilAsync(() => bench.Get(tasks[1].Id).Waiting == "waiting: the hub's load is 5.0 per processor, above 4.0"), bench.Get(tasks[1].Id).Waiting);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Any()), bench.Sink.ToString());
        bench.Hub.Queue.Stop(tasks[0].Id);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Contains(2)), bench.Sink.ToString());
        Assert.DoesNotContain(3, bench.Begun);

        room = Calm;

        Assert.True(await Wait.UntilAsync(() => bench.Begun.Contains(3), 30), bench.Sink.ToString());
        await stop.CancelAsync();
        Assert.Equal(2, (await run).HandedBack);
    }

    [Fact]
    public async Task On_a_full_disk_none_is_begun_until_there_is_space()
    {
        room = Full;
        var task = bench.Add("a.test", 1);
        Assert.Equal(new QueueRun(0, 0, 0, 0), await bench.Hub.Queue.RunAsync(new QueueOptions(), bench.Sink, default));
        Assert.Contains("No task was begun: the hub's disk has 1 MiB left, and tasks need 1024.", bench.Sink.ToString());
        var (run, stop) = Begin();
        Assert.True(await Wait.UntilAsync(() => bench.Get(task.Id).Waiting == "waiting: the hub's disk has 1 MiB left, and tasks need 1024"), bench.Get(task.Id).Waiting);

        room = Calm;

        Assert.True(await Wait.UntilAsync(() => bench.Status(task) == AegirTaskStatus.Success, 30), bench.Sink.ToString());
        await stop.CancelAsync();
        Assert.Equal(1, (await run).Succeeded);
    }

    [Fact]
    public async Task What_runs_goes_on_when_the_disk_is_full()
    {
        var task = bench.Hub.Queue.Enqueue(bench.Order("a.test", 1, milliseconds: 7000));
        var (run, stop) = Begin(slots: 1);
        Assert.True(await Wait.UntilAsync(() => bench.Begun.Any()), bench.Sink.ToString());

        room = Full;

        var next = bench.Add("b.test", 2);
        Assert.True(await Wait.UntilAsync(() => bench.Status(task) == AegirTaskStatus.Success, 30), bench.Sink.ToString());
        Assert.Equal(AegirTaskStatus.Queued, bench.Status(next));
        await stop.CancelAsync();
        Assert.Equal(new QueueRun(1, 1, 0, 0), await run);
    }

    // This machine, as it is.
    [Fact]
    public async Task A_real_machine_tells_how_much_space_it_has()
    {
        room = null;
        bench.Add("a.test", 1);
        Assert.Equal(0, (await bench.Hub.Queue.RunAsync(new QueueOptions { MinFreeSpace = long.MaxValue, MaxLoad = 1000 }, bench.Sink, default)).Begun);
        var (start, end) = ("the hub's disk has ", " MiB left");
        var words = bench.Sink.Events.Last().Message;
        var said = words[(words.IndexOf(start) + start.Length)..words.IndexOf(end)];
        Assert.InRange(long.Parse(said), 1, (new DriveInfo(bench.Folder).TotalSize >> 20) + 1);

        Assert.Equal(1, (await bench.Hub.Queue.RunAsync(new QueueOptions { MinFreeSpace = 1, MaxLoad = 1000 }, bench.Sink, default)).Begun);
    }

    [Fact]
    public async Task One_that_cannot_tell_is_no_reason_to_do_nothing()
    {
        room = "no idea";
        bench.Add("a.test", 1);

        Assert.Equal(1, (await bench.Hub.Queue.RunAsync(new QueueOptions(), bench.Sink, default)).Begun);
    }

    public void Dispose() => bench.Dispose();

    private (Task<QueueRun> Run, CancellationTokenSource Stop) Begin(int slots = 4)
    {
        var stop = new CancellationTokenSource();
        return (bench.Hub.Queue.RunAsync(new QueueOptions { Stay = true, ThrottleLimit = slots }, bench.Sink, stop.Token), stop);
    }
}
