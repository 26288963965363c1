using System.Diagnostics;
using System.Globalization;
using Aegir.Benchmarks.Measuring;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Hub;

/// <summary>10,000 upgrades over 50 servers that take five at a time, through the real queue and worker, against the schedule that wastes nothing; and what the
/// scheduler costs. AEGIR_BENCH_FLEET names another number of upgrades.</summary>
internal static class Fleet
{
    private const int Servers = 50;
    private const int PerServer = 5;

    public static async Task RunAsync(Report report)
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("AEGIR_BENCH_FLEET"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 10_000;
        using var folder = new TempFolder();
        using var hub = AegirHub.Open(folder.At("hub.db"));
        hub.Queue.Types.Add<FleetTask>(FleetTask.Name);
        for (var number = 0; number < Servers; number++)
            hub.Servers.Add(new Server { Name = $"web{number}", HostName = $"web{number}.test", MaxTasks = PerServer });
        for (var number = 0; number < count; number++)
            hub.Queue.Enqueue(new FleetTask($"site{number}.example.test", $"web{number % Servers}"));

        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var seconds = await Clock.SecondsAsync(() => hub.Queue.RunAsync(
            new QueueOptions { ThrottleLimit = Servers * PerServer, MaxLoad = 0, MinFreeSpace = 0 }, new SilentSink(), default));
        process.Refresh();
        var cpu = (process.TotalProcessorTime - before).TotalSeconds;
        var done = hub.Tasks.Find(new TaskFilter { Status = AegirTaskStatus.Success }).Count;
        if (done != count)
            throw new InvalidOperationException($"{done} of {count} succeeded.");

        var rounds = Math.Ceiling((double)count / Servers / PerServer);
        report.AddSeconds($"{Report.Number(count)} upgrades of {FleetTask.Steps} steps over {Servers} servers, {Servers * PerServer} at a time",
            [seconds], [rounds * FleetTask.Steps * FleetTask.Wait.TotalSeconds], 1.1);
        report.Add("  the scheduler's processor time for each upgrade", $"{1000 * cpu / count:0.0} ms", "", null, null);
    }
}
