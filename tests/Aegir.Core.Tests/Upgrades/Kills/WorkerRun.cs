using System.Globalization;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Kills;

/// <summary>One command that a worker ran on its host.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Step">The step of the upgrade it belongs to.</param>
internal sealed record WorkerCommand(int Number, string Step, int Milliseconds, string Label);

/// <summary>A point at which the worker is killed.</summary>
internal sealed record Kill(string When, WorkerCommand Command, int Milliseconds = 15)
{
    public override string ToString() => $"{When} command {Command.Number} ({Command.Step}: {Command.Label})";
}

/// <summary>Runs Aegir.TestWorker, a process that may be killed.</summary>
internal static class WorkerRun
{
    public static (int ExitCode, string Output) Run(string hubFile, string verb, string site, Kill? kill = null) => Command.Try(
        "dotnet", [AppContext.BaseDirectory + "Aegir.TestWorker.dll", hubFile, verb, site, .. Options(kill)]);

    /// <summary>Runs it to its end and tells what it ran.</summary>
    public static IReadOnlyList<WorkerCommand> Learn(string hubFile, string verb, string site)
    {
        var (exitCode, output) = Run(hubFile, verb, site);
        Assert.True(exitCode == 0, output);
        return output.Split('\n').Where(line => line.StartsWith("command\t", StringComparison.Ordinal)).Select(line => line.Split('\t'))
            .Select(parts => new WorkerCommand(Number(parts[1]), parts[2], Number(parts[3]), parts[4])).ToList();
    }

    /// <summary>Where to kill it: before the first command of each step, and in the middle of the step while a command runs on, at a crash in a command,
    /// or after one, by turns; with AEGIR_TEST_THOROUGH=1 in all three ways at every command. Between two commands of one step nothing happens, so that "after
    /// the one" is "before the other"; of those that only plan, the last will do.</summary>
    /// <param name="turn">Whose turn it is at first, so that two runs need not do the same.</param>
    public static IEnumerable<Kill> Points(IReadOnlyList<WorkerCommand> commands, int turn = 0)
    {
        var all = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1";
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

    private static string[] Options(Kill? kill) => kill is null ? [] :
    [
        kill.When, kill.Command.Number.ToString(CultureInfo.InvariantCulture), kill.Milliseconds.ToString(CultureInfo.InvariantCulture),
    ];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
