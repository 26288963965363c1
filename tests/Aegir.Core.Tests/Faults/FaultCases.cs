using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Faults;

/// <summary>Everything that can go wrong in an operation, or a sample of it.</summary>
internal static class FaultCases
{
    public const string Before = "killed before", Middle = "killed in the middle", After = "killed after", Clock = "clock jumps";

    /// <summary>All cases of an operation: in each of its steps our process is killed before, in the middle and after, and each fault happens once; to which
    /// of its commands, to which disk and in which way go by turns.</summary>
    /// <param name="turn">Whose turn it is at first.</param>
    public static IReadOnlyList<FaultCase> All(FaultWorld world, FaultedOperation operation, WorkerRunLog run, int turn)
    {
        var cases = new List<FaultCase>();
        foreach (var step in run.Steps)
        {
            // What has no command of its own is the store's: before it and after it is all there is.
            cases.Add(new(operation, step.Name, Before, new("begin", step.Number), null, null));
            var commands = run.Commands.Where(command => command.Step == step.Name).ToList();
            if (commands.Count == 0)
                continue;
            turn++;
            WorkerCommand Command(int skip) => commands[(turn + skip) % commands.Count];
            var middle = Command(0);
            cases.Add(new(operation, step.Name, Middle, turn % 2 == 0 ? new("during", middle.Number)
                : new("crash", middle.Number, Math.Max(2, middle.Milliseconds * (40 + 37 * middle.Number % 50) / 100)), null, middle));
            cases.Add(new(operation, step.Name, After, new("after", commands[^1].Number), null, commands[^1]));
            if (Programs.Find("faketime") is not null)
                cases.Add(new(operation, step.Name, Clock, new(turn % 2 == 0 ? "future" : "past", Command(1).Number), null, Command(1)));
            cases.AddRange(Faults(world, turn).Where(fault => fault.Fits(world, operation))
                .Select((fault, index) => new FaultCase(operation, step.Name, fault.Name, null, fault, Command(index + 2))));
        }
        return cases;
    }

    /// <summary>One of them, of another kind for each operation, so that over all operations each kind occurs.</summary>
    /// <param name="turn">Of the operation.</param>
    public static IReadOnlyList<FaultCase> Sample(IReadOnlyList<FaultCase> all, int turn)
    {
        var kinds = all.Select(one => one.Column).Distinct().ToList();
        var ofKind = all.Where(one => one.Column == kinds[turn % kinds.Count]).ToList();
        return [ofKind[(7 * turn + 1) % ofKind.Count]];
    }

    private static IEnumerable<Fault> Faults(FaultWorld world, int turn)
    {
        yield return new DatabaseRestart();
        if (SshServer.Needs.All(program => Programs.Find(program) is not null))
            yield return new SshCut();
        yield return new OutOfMemory(world.ScarceMemory);
        var disks = world.VolumeNames.ToList();
        if (disks.Count == 0)
            yield break;
        yield return new DiskFull(disks[turn % disks.Count]);
        // What a server holds open for writing cannot be made read-only under it.
        var others = disks.Except(["database", "store"]).ToList();
        yield return new ReadOnly(others[turn % others.Count]);
    }
}
