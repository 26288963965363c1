using Aegir.TestWorker;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Faults;

/// <summary>Has things go wrong in operations, lets the next command recover, and looks whether all is whole.</summary>
internal sealed class FaultMatrix(bool mounts) : IDisposable
{
    // A disk that is full does not stay so for ever, and some programs wait for that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8), Limit = TimeSpan.FromMinutes(3);

    private readonly FaultWorld world = new(mounts);
    private readonly List<FaultResult> results = [];

    public IReadOnlyList<FaultResult> Results => results;

    /// <param name="turn">Of the operation, so that not all do the same.</param>
    public async Task RunAsync(FaultedOperation operation, int turn)
    {
        await world.PrepareAsync(operation);
        var witness = new FaultWitness(world, operation);
        var target = world.TargetOf(operation);
        var run = WorkerRun.Learn(world.HubFile, operation.Verb, target);
        var (done, problems) = witness.Look();
        Assert.True(problems.Count == 0 && done != false, $"{operation}, and nothing went wrong: {done} {string.Join('\n', problems)}");
        var all = FaultCases.All(world, operation, run, turn);
        foreach (var (one, index) in (WorkerRun.IsThorough ? all : FaultCases.Sample(all, turn)).Select((one, index) => (one, index)))
            results.Add(await RunAsync(one, witness, target, again: index % 3 == 0));
    }

    public void Dispose() => world.Dispose();

    private async Task<FaultResult> RunAsync(FaultCase one, FaultWitness witness, string target, bool again)
    {
        world.Reset();
        var problems = new List<string>();
        var sink = new RecordingSink();
        if (one.Kill is { } kill)
            problems.AddRange(InWorker(one, kill, target));
        else
            problems.AddRange(await InProcessAsync(one, target, sink));
        var recovered = await RecoverAsync(problems, sink);
        var (done, found) = witness.Look();
        problems.AddRange(found);
        // Nothing stands in the way of another try.
        if (again && done == false && problems.Count == 0)
        {
            using (var hub = AegirHub.Open(world.HubFile))
                await TryAsync(hub, one.Operation.Verb, target, sink, problems);
            var (doneNow, foundNow) = witness.Look();
            problems.AddRange(foundNow.Select(problem => "at the next try: " + problem));
            if (doneNow != true)
                problems.Add("the next try did not do it");
        }
        var outcome = (done switch { true => "done", false => "back", null => "unchanged" }) + (recovered ? "+" : "");
        return new FaultResult(one, outcome, problems.Count == 0 ? problems : [.. problems, sink.ToString()]);
    }

    private IEnumerable<string> InWorker(FaultCase one, WorkerKill kill, string target)
    {
        var (exitCode, output) = WorkerRun.Run(world.HubFile, one.Operation.Verb, target, kill, world.ClockFile);
        var wanted = kill.When is "future" or "past" ? 0 : 137;
        if (exitCode != wanted)
            yield return $"the worker ended with {exitCode}: {output}";
    }

    private async Task<IReadOnlyList<string>> InProcessAsync(FaultCase one, string target, RecordingSink sink)
    {
        var fault = one.Fault!;
        var host = new FaultHost(fault.Host(world), world, fault, one.Command!.Number, Math.Max(2, one.Command.Milliseconds / 3));
        var problems = new List<string>();
        using (var hub = AegirHub.Open(world.HubFile, _ => host))
        {
            var run = TryAsync(hub, one.Operation.Verb, target, sink, null);
            var patient = Task.Delay(Patience);
            if (await Task.WhenAny(run, patient) == patient)
            {
                fault.Lift(world);
                if (await Task.WhenAny(run, Task.Delay(Limit)) != run)
                    problems.Add("it hangs");
            }
        }
        fault.Lift(world);
        if (!host.HasStruck)
            problems.Add("it did not come to that command");
        return problems;
    }

    // What goes wrong is told; how is for the witness to see.
    private static async Task TryAsync(AegirHub hub, string verb, string target, RecordingSink sink, List<string>? problems)
    {
        try
        {
            var ended = await Verbs.RunAsync(hub, verb, target, sink);
            sink.Emit(new TaskEvent(TaskEventKind.Information, target, null, ended));
        }
        catch (Exception error)
        {
            problems?.Add($"{error.GetType().Name}: {error.Message}");
            sink.Emit(new TaskEvent(TaskEventKind.Warning, target, null, error is AegirException ? error.Message : error.ToString()));
        }
    }

    private async Task<bool> RecoverAsync(List<string> problems, RecordingSink sink)
    {
        using var hub = AegirHub.Open(world.HubFile);
        var recovered = await hub.RecoverAsync(sink);
        if ((await hub.RecoverAsync(sink)).Count > 0)
            problems.Add("a second recovery found more to do");
        return recovered.Count > 0;
    }
}
