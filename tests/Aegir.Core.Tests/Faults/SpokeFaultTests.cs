using System.Diagnostics;
using System.Net;
using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Spokes;
using Aegir.Tests.Upgrades.Kills;
using Xunit.Abstractions;

namespace Aegir.Tests.Faults;

/// <summary>A site on a machine of its own, whose ssh ends before, in the middle of or after a command there: once it is back, the site is whole, on one side.
/// With AEGIR_TEST_THOROUGH=1 in each step of a verify, an upgrade and a migration to another machine.</summary>
public sealed class SpokeFaultTests(ITestOutputHelper output)
{
    private const string Site = "far.example.test";

    private static readonly string[] Ways = ["before", "in the middle", "after"];

    [NeedsSpokesFact]
    public async Task Ssh_to_the_site_is_cut()
    {
        using var bench = new SpokeBench();
        await bench.PlatformsAsync("m1");
        if (WorkerRun.IsThorough)
            await bench.PlatformsAsync("m2");
        await bench.Hub.Sites.InstallAsync(new NewSite { Name = Site, Platform = "m1-old", Title = "Life" }, bench.Sink, default);
        bench.Upload(bench.Lab[0], "m1-old", Site);
        bench.Hub.Distributions.SetTarget("on m1", "m1-new");

        var problems = new List<string>();
        foreach (var verb in WorkerRun.IsThorough ? new[] { "verify", "upgrade", "migrate" } : ["upgrade"])
            foreach (var (command, way) in Points(await LearnAsync(bench, verb)))
            {
                var cut = new CuttingHost(bench.Lab[0], command, way);
                await RunAsync(bench, verb, cut);
                bench.Lab[0].Sshd.Start();
                var recovered = await bench.Hub.RecoverAsync(bench.Sink);
                var done = bench.Hub.Sites.Get(Site).Platform != "m1-old";
                output.WriteLine($"| {verb} | {command.Step} | {way} | {(verb == "verify" ? "unchanged" : done ? "done" : "back")}{(recovered.Count > 0 ? "+" : "")} |");
                problems.AddRange(Problems(bench).Append(cut.HasStruck ? null : "it did not come to that").OfType<string>().Select(problem => $"{verb}, {command.Step}, {way}: {problem}"));
                await BackAsync(bench);
            }
        Assert.True(problems.Count == 0, $"{string.Join('\n', problems)}\n{bench.Sink}");
    }

    private static IEnumerable<(SpokeCommand Command, string Way)> Points(IReadOnlyList<SpokeCommand> commands)
    {
        if (!WorkerRun.IsThorough)
            return [(commands.First(command => command.Step == "updates"), "in the middle")];
        return commands.GroupBy(command => command.Step).SelectMany((step, turn) => Ways.Select((way, index) => (step.ElementAt((turn + index) % step.Count()), way)));
    }

    // What it runs there, to its end, and then back.
    private static async Task<IReadOnlyList<SpokeCommand>> LearnAsync(SpokeBench bench, string verb)
    {
        var host = new CuttingHost(bench.Lab[0], null, "");
        await RunAsync(bench, verb, host);
        Assert.Empty(Problems(bench));
        await BackAsync(bench);
        return host.Commands;
    }

    private static async Task RunAsync(SpokeBench bench, string verb, CuttingHost host)
    {
        using var pool = new HostPool(bench.Lab.Folder.At("hub/known_hosts"));
        using var hub = AegirHub.Open(bench.Lab.Folder.At("hub/hub.db"), server => server.Name == "m1" ? host.Over(pool.Of(server)) : pool.Of(server));
        var sink = new RecordingSink { OnEvent = item => host.Step = item.Kind == TaskEventKind.Progress ? item.Step ?? host.Step : host.Step };
        try
        {
            // How it ends is told by what is there afterwards.
            _ = verb switch
            {
                "verify" => (object)await hub.Sites.VerifyAsync(Site, sink, default),
                "upgrade" => await hub.Upgrades.RunOneAsync(Site, new UpgradeOptions(), sink, default),
                _ => await hub.Moves.RunAsync(new MoveRequest(MoveKind.Migrate, Site) { Platform = "m2-new" }, sink, default),
            };
        }
        catch (AegirException error)
        {
            bench.Sink.Emit(new TaskEvent(TaskEventKind.Warning, Site, null, $"{verb}: {error.Message}"));
        }
    }

    private static async Task BackAsync(SpokeBench bench)
    {
        if (bench.Hub.Sites.Get(Site).Platform != "m1-old")
            await bench.Hub.Upgrades.UndoAsync(Site, bench.Sink, default);
        Assert.Equal("m1-old", bench.Hub.Sites.Get(Site).Platform);
    }

    private static IEnumerable<string> Problems(SpokeBench bench)
    {
        var platform = bench.Hub.Sites.Get(Site).Platform;
        var machine = bench.Lab[platform.StartsWith("m2", StringComparison.Ordinal) ? 1 : 0];
        if (machine.Get(Site) is var answer && (answer.Status != HttpStatusCode.OK || !answer.Body.Contains("Life", StringComparison.Ordinal)))
            yield return $"it is answered {answer.Status} on {platform}";
        if (!File.Exists(machine.Behind(bench.Folder(platform, Site) + "/files/upload.txt")))
            yield return $"its upload is not on {platform}";
        var folders = bench.Hub.Platforms.Find(new PlatformFilter()).ToList().Select(known => bench.Lab[known.Name[1] - '1'].Behind(known.Path + "/sites"));
        foreach (var left in folders.SelectMany(folder => Directory.EnumerateDirectories(folder)).Where(path => Path.GetFileName(path).StartsWith(".aegir", StringComparison.Ordinal) || File.Exists(path + "/.aegir-upgrade")))
            yield return "left: " + left;
        if (bench.MariaDb.DatabasesLike("farex%").Count is var count && count != (platform == "m1-old" ? 1 : 2))
            yield return $"there are {count} databases with {platform}";
        if (bench.Hub.Tasks.Find(new TaskFilter()).Any(task => !task.HasEnded))
            yield return "a task has not ended";
    }

    private sealed record SpokeCommand(int Number, string Step, int Milliseconds);

    // The machine's sshd ends with all that goes on through it.
    private sealed class CuttingHost(LabMachine machine, SpokeCommand? at, string way)
    {
        private readonly List<SpokeCommand> commands = [];
        private int count;

        public string Step { get; set; } = "planning";

        public bool HasStruck { get; private set; }

        public IReadOnlyList<SpokeCommand> Commands => commands;

        public IHost Over(IHost host) => new Through(this, host);

        private async Task<CommandResult> RunAsync(IHost host, HostCommand command, CancellationToken cancellation)
        {
            var number = Interlocked.Increment(ref count);
            if (number != at?.Number)
            {
                var watch = Stopwatch.StartNew();
                var step = Step;
                var result = await host.RunAsync(command, cancellation);
                lock (commands)
                    commands.Add(new SpokeCommand(number, step, (int)watch.ElapsedMilliseconds));
                return result;
            }
            HasStruck = true;
            if (way == "before")
                machine.Sshd.Stop();
            var running = host.RunAsync(command, cancellation);
            if (way == "in the middle")
            {
                await Task.WhenAny(running, Task.Delay(at.Milliseconds / 2, cancellation));
                machine.Sshd.Stop();
            }
            var ended = await running;
            if (way == "after")
                machine.Sshd.Stop();
            return ended;
        }

        private sealed class Through(CuttingHost cut, IHost host) : IHost
        {
            public string Name => host.Name;

            public IHost Machine => host.Machine;

            public IHost Around(IHost machine) => host.Around(machine);

            public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) => cut.RunAsync(host, command, cancellation);
        }
    }
}
