using Aegir.Benchmarks.Measuring;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Upgrades;

/// <summary>The upgrade of one site against a plain shell script, and the same with 1 GB of uploads against none.</summary>
internal static class UpgradeTime
{
    private const string What = "upgrade of one site";
    private const string Large = "the same with 1 GB in files/";
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

        var steps = new List<IReadOnlyList<(string Step, double Seconds)>>();
        var downtimes = new List<double>();
        var visits = new List<double>();
        // Everything is read once, and compiled.
        await OursAsync(withUploads: false);
        steps.Clear();
        downtimes.Clear();
        await PlainAsync();
        visits.Clear();

        var seconds = await Clock.InterleaveAsync(rounds, () => OursAsync(false), PlainAsync, () => OursAsync(true));
        report.Note("ours:      " + Report.All(seconds[0]));
        report.Note("script:    " + Report.All(seconds[1]));
        report.Note("with 1 GB: " + Report.All(seconds[2]));
        StepChart.Print($"{What}, {stage.Title}: where the time goes", steps);
        report.Note($"visitors were shut out for {Report.Seconds(Clock.Median(downtimes))}");
        if (showCommands)
            foreach (var (time, command) in stage.Commands!.Commands)
                report.Note($"{Report.Seconds(time),8}  {command}");
        report.AddSeconds($"{What}, {stage.Title}", seconds[0], seconds[1], 1.15);
        report.AddSeconds("  against the script and one visit of its site", seconds[0],
            [.. seconds[1].Zip(visits, (script, visit) => script + visit)], null);
        report.AddSeconds(Large, seconds[2], seconds[0], 1.05);

        async Task<double> OursAsync(bool withUploads)
        {
            stage.Reset(withUploads);
            var sink = new StepSink();
            UpgradeResult? result = null;
            var time = await Clock.SecondsAsync(async () => result = await stage.UpgradeAsync(sink));
            if (!withUploads)
            {
                steps.Add(sink.End());
                downtimes.Add(result!.Downtime.TotalSeconds);
            }
            stage.RequireUpgraded();
            return time;
        }

        async Task<double> PlainAsync()
        {
            stage.Reset(false);
            var time = await Clock.SecondsAsync(() => Task.Run(stage.UpgradePlainly));
            // The script believes drush; an upgrade by the hub ends with this look at the site.
            visits.Add(await Clock.SecondsAsync(() => Task.Run(stage.RequireUpgraded)));
            return time;
        }
    }

    private static void GiveWeight(Report report)
    {
        report.Note("Stand-ins take milliseconds: 4 s are added to their updates and 1 s to their cache rebuild, for both. Name real code bases in");
        report.Note("AEGIR_TEST_PLATFORM_OLD and AEGIR_TEST_PLATFORM_NEW for a figure that counts.");
        Environment.SetEnvironmentVariable("STANDIN_SLEEP_UPDATEDB", "4");
        Environment.SetEnvironmentVariable("STANDIN_SLEEP_CACHE_REBUILD", "1");
    }
}
