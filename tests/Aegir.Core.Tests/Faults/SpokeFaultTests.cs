using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Spokes;
using Aegir.Tests.Upgrades.Kills;
using Xunit.Abstractions;

namespace Aegir.Tests.Faults;

/// <summary>A site on a machine of its own, whose ssh ends before, in the middle of or after a command there: once it is back, the site is whole, and it has
/// happened or it has not. In each step of each operation with AEGIR_TEST_THOROUGH=1, where AEGIR_TEST_FAULTS may name operations; else once in an upgrade.</summary>
public sealed class SpokeFaultTests(ITestOutputHelper output)
{
    private static readonly string[] Ways = ["before", "in the middle", "after"];

    [NeedsSpokesFact]
    public async Task Ssh_to_the_site_is_cut()
    {
        using var bench = new SpokeBench();
        await bench.PlatformsAsync("m1");
        if (WorkerRun.IsThorough)
            await bench.PlatformsAsync("m2");
        bench.Hub.Distributions.SetTarget("on m1", "m1-new");
        // The distribution's other platforms take new sites too.
        bench.Hub.Platforms.Unlock("m1-old");
        await SpokeOperation.BackAsync(bench);

        var results = new List<FaultResult>();
        foreach (var operation in SpokeOperation.All.Where(operation => WorkerRun.IsThorough ? FaultTests.IsChosen(operation.Faulted.Verb) : operation.Faulted.Verb == "upgrade-remote"))
        {
            var cases = Cases(operation.Faulted, await LearnAsync(bench, operation)).ToList();
            foreach (var (one, index) in cases.Select((one, index) => (one, index)))
                results.Add(await RunAsync(bench, operation, one, again: index % 3 == 0));
            FaultTable.Write(operation.Faulted, results.Where(result => result.Case.Operation == operation.Faulted).ToList());
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
    private static async Task<IReadOnlyList<WorkerCommand>> LearnAsync(SpokeBench bench, SpokeOperation operation)
    {
        await operation.Prepare(bench.Hub, bench.Sink);
        var host = new CuttingHost(bench.Lab[operation.Machine], null, "");
        var witness = new SpokeWitness(bench, operation);
        await RunAsync(bench, operation, host, bench.Sink);
        Assert.True(operation.Faulted.IsDone?.Invoke(bench.Hub) != false, $"{operation}\n{bench.Sink}");
        Assert.Empty(witness.Look(done: operation.Faulted.IsDone is not null));
        await SpokeOperation.BackAsync(bench);
        return host.Commands;
    }

    private static async Task<FaultResult> RunAsync(SpokeBench bench, SpokeOperation operation, FaultCase one, bool again)
    {
        var (sink, machine) = (new RecordingSink(), bench.Lab[operation.Machine]);
        await operation.Prepare(bench.Hub, bench.Sink);
        var witness = new SpokeWitness(bench, operation);
        var cut = new CuttingHost(machine, one.Command, one.Column["ssh cut ".Length..]);
        await RunAsync(bench, operation, cut, sink);
        machine.Sshd.Start();
        var recovered = (await bench.Hub.RecoverAsync(sink)).Count > 0;

        var done = operation.Faulted.IsDone?.Invoke(bench.Hub);
        var problems = witness.Look(done == true).Concat(cut.HasStruck ? [] : ["it did not come to that"]).ToList();
        // Nothing stands in the way of another try.
        if (again && done == false && problems.Count == 0)
        {
            await RunAsync(bench, operation, new CuttingHost(machine, null, ""), sink);
            problems.AddRange(witness.Look(done: true).Select(problem => "at the next try: " + problem));
            if (!operation.Faulted.IsDone!(bench.Hub))
                problems.Add("the next try did not do it");
        }
        var outcome = (done switch { true => "done", false => "back", null => "unchanged" }) + (recovered ? "+" : "");
        var result = new FaultResult(one, outcome, problems.Count == 0 ? problems : [.. problems, sink.ToString()]);
        try
        {
            await SpokeOperation.BackAsync(bench);
        }
        catch (AegirException error)
        {
            // Nothing more can be learnt here.
            Assert.Fail($"{one}: {outcome}\n{string.Join("\n", result.Problems)}\n{error.Message}\n{bench.Hub.Tasks.Find(new TaskFilter()).MaxBy(task => task.Id)?.Message}");
        }
        return result;
    }

    // How it ends is told by what is there afterwards.
    private static async Task RunAsync(SpokeBench bench, SpokeOperation operation, CuttingHost host, RecordingSink sink)
    {
        using var pool = new HostPool(bench.Lab.Folder.At("hub/known_hosts"));
        var name = bench.Lab[operation.Machine].Name;
        using var hub = AegirHub.Open(bench.Lab.Folder.At("hub/hub.db"), server => server.Name == name ? host.Over(pool.Of(server)) : pool.Of(server));
        sink.OnEvent = item => host.Step = item.Kind == TaskEventKind.Progress ? item.Step ?? host.Step : host.Step;
        try
        {
            var ended = await operation.Run(hub, sink);
            sink.Emit(new TaskEvent(TaskEventKind.Information, operation.Faulted.Target, null, $"{ended}"));
        }
        catch (AegirException error)
        {
            sink.Emit(new TaskEvent(TaskEventKind.Warning, operation.Faulted.Target, null, error.Message));
        }
        sink.OnEvent = null;
    }
}
