using Aegir.Benchmarks.Building;
using Aegir.Benchmarks.Hub;
using Aegir.Benchmarks.Measuring;
using Aegir.Benchmarks.Upgrades;

// Measures the budgets of docs/performance.md. Without arguments all of them; else those that are named.
// --commands also tells what each command of an upgrade took. A missed budget is told, not an error.
var showCommands = args.Contains("--commands");
var wanted = args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToList();
(string Name, Func<Report, Task> Run)[] benchmarks =
[
    ("upgrade", report => UpgradeTime.RunAsync(report, showCommands)),
    ("parallel", ParallelUpgrades.RunAsync),
    ("verify", PlatformVerify.RunAsync),
    ("sites", SiteStream.RunAsync),
    ("tasks", TaskRate.RunAsync),
    ("shared", SharedHub.RunAsync),
    ("queue", QueueRate.RunAsync),
    ("claims", ClaimRate.RunAsync),
    ("scale", Scale.RunAsync),
    ("fleet", Fleet.RunAsync),
    ("module", ModuleImport.RunAsync),
    ("completing", Completing.RunAsync),
    ("build", PlatformBuild.RunAsync),
];
if (wanted.Except(benchmarks.Select(benchmark => benchmark.Name)).ToList() is { Count: > 0 } unknown)
{
    Console.Error.WriteLine($"No benchmark {string.Join(", ", unknown)}. There are: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.");
    return 2;
}

var results = new Report();
foreach (var (name, run) in benchmarks.Where(benchmark => wanted.Count == 0 || wanted.Contains(benchmark.Name)))
{
    Console.WriteLine($"\n== {name}");
    try
    {
        await run(results);
    }
    catch (Exception error)
    {
        results.Fail(name, error);
    }
}
results.Print();
return results.HasErrors ? 1 : 0;
