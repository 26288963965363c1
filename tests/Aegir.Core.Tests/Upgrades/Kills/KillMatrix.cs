using System.Collections.Concurrent;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Kills;

/// <summary>Kills a worker at points of what it does, several at a time.</summary>
internal static class KillMatrix
{
    private const int Lanes = 2;

    /// <param name="steps">Where to kill it; null for all steps.</param>
    public static async Task RunAsync(string verb, int major, ITestDatabases? server, int turn = 0, params string[]? steps)
    {
        var lanes = Enumerable.Range(0, Lanes)
            .Select(lane => new KillLane(verb, major, $"{verb[1]}{Letter(server)}{major % 10}{lane}k.example.test", server)).ToList();
        try
        {
            var points = new ConcurrentQueue<Kill>(WorkerRun.Points(lanes[0].Learn(), turn)
                .Where(kill => steps is null or [] || steps.Contains(kill.Command.Step)).Sample(turn));
            var problems = new ConcurrentQueue<string>();
            await Task.WhenAll(lanes.Select(lane => Task.Run(async () =>
            {
                while (points.TryDequeue(out var kill))
                    if (await lane.ProblemsAsync(kill) is { Count: > 0 } found)
                        problems.Enqueue($"{kill}:\n  {string.Join("\n  ", found)}");
            })));
            Assert.True(problems.IsEmpty, string.Join('\n', problems));
        }
        finally
        {
            lanes.ForEach(lane => lane.Dispose());
        }
    }

    /// <summary>Kills the worker at the first point that is chosen, and then the recovery at points of that.</summary>
    public static async Task RunTwiceAsync(string verb, Func<Kill, bool> choose, ITestDatabases? server = null)
    {
        using var lane = new KillLane(verb, 10, $"{verb[1]}{Letter(server)}r0k.example.test", server);
        var problems = new List<string>();
        foreach (var kill in WorkerRun.Points(lane.Learn()).Where(choose).Take(1).ToList())
            foreach (var second in WorkerRun.Points(lane.LearnRecovery(kill)).Sample(0).ToList())
                if (await lane.ProblemsAsync(kill, second) is { Count: > 0 } found)
                    problems.Add($"{kill}, and the recovery {second}:\n  {string.Join("\n  ", found)}");
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static char Letter(ITestDatabases? server) => server is null ? 's' : server.Type == DatabaseType.MariaDb ? 'm' : 'p';
}
