using Aegir.Benchmarks.Measuring;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Upgrades;

/// <summary>The upgrade of one site against a plain shell script and against the order of the original Aegir, with and without 1 GB of uploads.</summary>
internal static class UpgradeTime
{
    private const string What = "upgrade of one site";
    private const string Plain = "plain-upgrade.sh";
    private const string Original = "original-upgrade.sh";
    private const int Megabyte = 1 << 20;

    public static async Task RunAsync(Report report, bool showCommands)
    {
        var missing = MariaDbServer.Needs.Append("mariadb-dump").Where(program => Programs.Find(program.Split('|')) is null).ToList();
        if (missing.Count > 0)
        {
            report.Skip(What, "not installed here: " + string.Join(", ", missing));
            return;
        }
        using var server = new MariaDbServer();
        using var stage = new UpgradeStage(server);
        var rounds = stage.Pair.IsReal ? stage.Pair.Major >= 8 ? 5 : 7 : 3;
        report.Note(stage.Title);
        if (!stage.Pair.IsReal)
            GiveWeight(report);
        stage.MakeUploads(1000, Megabyte);

        // Everything is read once, and compiled.
        await OursAsync(false);
        await ByAsync(Original, false);
        var ours = new Contender("ours", () => OursAsync(false));
        var plain = new Contender("plain script", () => ByAsync(Plain, false));
        Contender[] all =
        [
            ours, plain, new("the original's order", () => ByAsync(Original, false)),
            new("ours, 1 GB", () => OursAsync(true)), new("plain script, 1 GB", () => ByAsync(Plain, true)), new("the original's order, 1 GB", () => ByAsync(Original, true)),
        ];
        var seconds = await Clock.InterleaveAsync(rounds, [.. all.Select(one => (Func<Task<double>>)one.RunAsync)]);
        foreach (var (one, times) in all.Zip(seconds))
        {
            report.Note($"{one.Name}: {Report.All(times)}");
            StepChart.Print($"{stage.Title}, {one.Name}", one.Steps);
        }
        report.Note($"visitors were shut out for {Report.Seconds(Clock.Median(ours.Besides))}");
        if (showCommands)
            foreach (var (time, command) in stage.Commands!.Commands)
                report.Note($"{Report.Seconds(time),8}  {command}");
        report.AddSeconds($"{What}, {stage.Title}", seconds[0], seconds[1], 1.15);
        report.AddSeconds("  against the script and one visit of its site", seconds[0], [.. seconds[1].Zip(plain.Besides, (script, visit) => script + visit)], null);
        report.AddSeconds("  against the order of the original", seconds[0], seconds[2], null);
        report.AddSeconds("the same with 1 GB in files/", seconds[3], seconds[0], 1.05);
        report.AddSeconds("  against the script with 1 GB", seconds[3], seconds[4], null);
        report.AddSeconds("  against the order of the original with 1 GB", seconds[3], seconds[5], null);

        async Task<Run> OursAsync(bool withUploads)
        {
            stage.Reset(withUploads);
            var sink = new StepSink();
            UpgradeResult? result = null;
            var time = await Clock.SecondsAsync(async () => result = await stage.UpgradeAsync(sink));
            var steps = sink.End();
            stage.RequireUpgraded();
            return new Run(time, steps, result!.Downtime.TotalSeconds);
        }

        async Task<Run> ByAsync(string script, bool withUploads)
        {
            stage.Reset(withUploads);
            IReadOnlyList<(string, double)> steps = [];
            var time = await Clock.SecondsAsync(() => Task.Run(() => steps = stage.UpgradeBy(script)));
            // Scripts believe drush; an upgrade by the hub ends with this look at the site.
            return new Run(time, steps, await Clock.SecondsAsync(() => Task.Run(stage.RequireUpgraded)));
        }
    }

    private static void GiveWeight(Report report)
    {
        report.Note("Stand-ins take milliseconds: 4 s are added to their updates and 1 s to their cache rebuild, for both. Name real code bases in");
        report.Note("AEGIR_TEST_PLATFORM_OLD and AEGIR_TEST_PLATFORM_NEW for a figure that counts.");
        Environment.SetEnvironmentVariable("STANDIN_SLEEP_UPDATEDB", "4");
        Environment.SetEnvironmentVariable("STANDIN_SLEEP_CACHE_REBUILD", "1");
    }

    /// <param name="Beside">Seconds: how long visitors were shut out by ours; how long the first visit took after a script.</param>
    private sealed record Run(double Seconds, IReadOnlyList<(string Step, double Seconds)> Steps, double Beside);

    private sealed class Contender(string name, Func<Task<Run>> run)
    {
        private readonly List<Run> runs = [];

        public string Name => name;

        public IReadOnlyList<IReadOnlyList<(string Step, double Seconds)>> Steps => [.. runs.Select(one => one.Steps)];

        public IReadOnlyList<double> Besides => [.. runs.Select(one => one.Beside)];

        public async Task<double> RunAsync()
        {
            runs.Add(await run());
            return runs[^1].Seconds;
        }
    }
}
