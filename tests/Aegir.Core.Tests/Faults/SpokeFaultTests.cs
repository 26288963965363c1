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

    private static readonly FaultedOperation[] Operations =
    [
        new("verify-remote", Site, null),
        new("upgrade-remote", Site, hub => hub.Sites.Get(Site).Platform == "m1-new"),
        new("migrate-remote", Site, hub => hub.Sites.Get(Site).Platform == "m2-new"),
    ];

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

        var results = new List<FaultResult>();
        foreach (var operation in Operations.Where(operation => WorkerRun.IsThorough || operation.Verb == "upgrade-remote"))
        {
            var cases = Cases(operation, await LearnAsync(bench, operation)).ToList();
            foreach (var (one, index) in cases.Select((one, index) => (one, index)))
                results.Add(await RunAsync(bench, one, again: index % 3 == 0));
            FaultTable.Write(operation, results.Where(result => result.Case.Operation == operation).ToList());
        }
        output.WriteLine(FaultTable.Of(results));
        var broken = FaultTable.Broken(results);
        Assert.True(broken.Length == 0, broken);
    }

    // In each step in each way, to which of its commands goes by turns; or one of them.
    private static IEnumerable<FaultCase> Cases(FaultedOperation operation, IReadOnlyList<WorkerCommand> commands) => WorkerRun.IsThorough
        ? commands.GroupBy(command => command.Step).SelectMany((step, turn) => Ways.Select((way, index) =>
            Case(operation, way, step.ElementAt((turn + index) % step.Count()))))
        : [Case(operation, "in the middle", commands.First(command => command.Step == "updates"))];

    private static FaultCase Case(FaultedOperation operation, string way, WorkerCommand command) => new(operation, command.Step, "ssh cut " + way, null, null, command);

    // What it runs there, to its end, and then back.
    private static async Task<IReadOnlyList<WorkerCommand>> LearnAsync(SpokeBench bench, FaultedOperation operation)
    {
        var host = new CuttingHost(bench.Lab[0], null, "");
        var witness = new SpokeWitness(bench, Site);
        await RunAsync(bench, operation, host, bench.Sink);
        Assert.Empty(witness.Look(done: operation.IsDone is not null));
        Assert.NotEqual(false, operation.IsDone?.Invoke(bench.Hub));
        await BackAsync(bench);
        return host.Commands;
    }

    private static async Task<FaultResult> RunAsync(SpokeBench bench, FaultCase one, bool again)
    {
        var sink = new RecordingSink();
        var witness = new SpokeWitness(bench, Site);
        var cut = new CuttingHost(bench.Lab[0], one.Command, one.Column["ssh cut ".Length..]);
        await RunAsync(bench, one.Operation, cut, sink);
        bench.Lab[0].Sshd.Start();
        var recovered = (await bench.Hub.RecoverAsync(sink)).Count > 0;

        var done = one.Operation.IsDone?.Invoke(bench.Hub);
        var problems = witness.Look(done == true).Concat(cut.HasStruck ? [] : ["it did not come to that"]).ToList();
        // Nothing stands in the way of another try.
        if (again && done == false && problems.Count == 0)
        {
            await RunAsync(bench, one.Operation, new CuttingHost(bench.Lab[0], null, ""), sink);
            problems.AddRange(witness.Look(done: true).Select(problem => "at the next try: " + problem));
            if (!one.Operation.IsDone!(bench.Hub))
                problems.Add("the next try did not do it");
        }
        var outcome = (done switch { true => "done", false => "back", null => "unchanged" }) + (recovered ? "+" : "");
        await BackAsync(bench);
        return new FaultResult(one, outcome, problems.Count == 0 ? problems : [.. problems, sink.ToString()]);
    }

    // How it ends is told by what is there afterwards.
    private static async Task RunAsync(SpokeBench bench, FaultedOperation operation, CuttingHost host, RecordingSink sink)
    {
        using var pool = new HostPool(bench.Lab.Folder.At("hub/known_hosts"));
        using var hub = AegirHub.Open(bench.Lab.Folder.At("hub/hub.db"), server => server.Name == "m1" ? host.Over(pool.Of(server)) : pool.Of(server));
        sink.OnEvent = item => host.Step = item.Kind == TaskEventKind.Progress ? item.Step ?? host.Step : host.Step;
        try
        {
            var ended = operation.Verb switch
            {
                "verify-remote" => (object)await hub.Sites.VerifyAsync(Site, sink, default),
                "upgrade-remote" => await hub.Upgrades.RunOneAsync(Site, new UpgradeOptions(), sink, default),
                _ => await hub.Moves.RunAsync(new MoveRequest(MoveKind.Migrate, Site) { Platform = "m2-new" }, sink, default),
            };
            sink.Emit(new TaskEvent(TaskEventKind.Information, Site, null, $"{ended}"));
        }
        catch (AegirException error)
        {
            sink.Emit(new TaskEvent(TaskEventKind.Warning, Site, null, error.Message));
        }
        sink.OnEvent = null;
    }

    private static async Task BackAsync(SpokeBench bench)
    {
        if (bench.Hub.Sites.Get(Site).Platform != "m1-old")
            await bench.Hub.Upgrades.UndoAsync(Site, bench.Sink, default);
        Assert.Equal("m1-old", bench.Hub.Sites.Get(Site).Platform);
    }
}
