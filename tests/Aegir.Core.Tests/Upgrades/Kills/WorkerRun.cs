using System.Globalization;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Kills;

/// <summary>One command that a worker ran on its host.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Step">The step of the upgrade it belongs to.</param>
internal sealed record WorkerCommand(int Number, string Step, int Milliseconds, string Label);

/// <summary>A step that a worker began.</summary>
/// <param name="Number">From 1, in the order in which they began.</param>
internal sealed record WorkerStep(int Number, string Name);

/// <summary>What a worker did that nobody killed.</summary>
internal sealed record WorkerRunLog(IReadOnlyList<WorkerStep> Steps, IReadOnlyList<WorkerCommand> Commands);

/// <summary>A point at which the worker is killed.</summary>
internal sealed record Kill(string When, WorkerCommand Command, int Milliseconds = 15)
{
    public override string ToString() => $"{When} command {Command.Number} ({Command.Step}: {Command.Label})";
}

/// <summary>What a worker is told of its end; or of the clock's.</summary>
internal sealed record WorkerKill(string When, int Number, int Milliseconds = 15);

/// <summary>Runs Aegir.TestWorker, a process that may be killed.</summary>
internal static class WorkerRun
{
    /// <summary>All points, not a sample.</summary>
    public static bool IsThorough { get; } = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1";

    public static (int ExitCode, string Output) Run(string hubFile, string verb, string site, Kill? kill = null) => Command.Try(
        "dotnet", [AppContext.BaseDirectory + "Aegir.TestWorker.dll", hubFile, verb, site, .. Options(kill)]);

    /// <summary>The same; where its clock is to jump, under faketime.</summary>
    /// <param name="clock">A file for it to tell the jump by.</param>
    public static (int ExitCode, string Output) Run(string hubFile, string verb, string site, WorkerKill kill, string? clock = null)
    {
        string[] worker = ["dotnet", AppContext.BaseDirectory + "Aegir.TestWorker.dll", hubFile, verb, site, kill.When, $"{kill.Number}", $"{kill.Milliseconds}"];
        if (clock is null || kill.When is not ("future" or "past"))
            return Command.Try(worker[0], worker[1..]);
        File.WriteAllText(clock, "+0\n");
        return Command.Try("env", ["FAKETIME_TIMESTAMP_FILE=" + clock, "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1",
            "LD_PRELOAD=" + FakeTime, .. worker]);
    }

    /// <summary>Runs it to its end and tells what it did.</summary>
    public static WorkerRunLog Learn(string hubFile, string verb, string site)
    {
        var (exitCode, output) = Run(hubFile, verb, site);
        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n').Select(line => line.Split('\t')).ToList();
        return new WorkerRunLog(
            lines.Where(parts => parts[0] == "step").Select(parts => new WorkerStep(Number(parts[1]), parts[2])).ToList(),
            lines.Where(parts => parts[0] == "command").Select(parts => new WorkerCommand(Number(parts[1]), parts[2], Number(parts[3]), parts[4])).ToList());
    }

    /// <summary>Where to kill it: before the first command of each step, and in the middle of the step while a command runs on, at a crash in a command,
    /// or after one, by turns; with AEGIR_TEST_THOROUGH=1 in all three ways at every command. Between two commands of one step nothing happens, so that "after
    /// the one" is "before the other"; of those that only plan, the last will do.</summary>
    /// <param name="turn">Whose turn it is at first, so that two runs need not do the same.</param>
    public static IEnumerable<Kill> Points(IReadOnlyList<WorkerCommand> commands, int turn = 0)
    {
        var all = IsThorough;
        var plans = commands.Count(command => command.Step == "planning");
        foreach (var step in commands.Where(command => command.Step != "planning" || command.Number == plans).GroupBy(command => command.Step))
        {
            var ofStep = step.ToList();
            turn++;
            yield return new Kill("before", ofStep[0]);
            foreach (var command in all ? ofStep : [ofStep[turn % ofStep.Count]])
            {
                if (all || turn % 3 == 0)
                    yield return new Kill("during", command);
                if (all || turn % 3 == 1)
                    yield return new Kill("crash", command, Math.Max(2, command.Milliseconds * (40 + 37 * command.Number % 50) / 100));
                if (all || turn % 3 == 2)
                    yield return new Kill("after", command);
            }
        }
    }

    /// <summary>A quarter of the points, so that over all tests each step and each way occurs; with AEGIR_TEST_THOROUGH=1 all of them. What goes wrong in each
    /// step of each operation on MariaDB is for the tests of faults.</summary>
    public static IEnumerable<Kill> Sample(this IEnumerable<Kill> points, int turn) =>
        IsThorough ? points : points.Where((_, index) => index % 4 == turn % 4);

    /// <summary>Kills it at each point, from the same beginning, and collects what is wrong afterwards.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(
        IEnumerable<Kill> kills, string hubFile, string verb, string target, Action begin, Func<Task<IReadOnlyList<string>>> look)
    {
        var problems = new List<string>();
        foreach (var kill in kills.ToList())
        {
            begin();
            var (exitCode, output) = Run(hubFile, verb, target, kill);
            if (exitCode != 137)
                problems.Add($"{kill}: was not killed: {exitCode} {output}");
            problems.AddRange((await look()).Select(problem => $"{kill}: {problem}"));
        }
        return problems;
    }

    private static string[] Options(Kill? kill) => kill is null ? [] :
    [
        kill.When, kill.Command.Number.ToString(CultureInfo.InvariantCulture), kill.Milliseconds.ToString(CultureInfo.InvariantCulture),
    ];

    private static string FakeTime => Command.Run("sh", "-c", "ls /usr/lib/*/faketime/libfaketimeMT.so.1 /usr/lib*/faketime/libfaketimeMT.so.1 2>/dev/null | head -n 1").Trim();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
