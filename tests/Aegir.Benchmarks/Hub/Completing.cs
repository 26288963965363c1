using Aegir.Benchmarks.Measuring;
using Aegir.State;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Hub;

/// <summary>Completing names at the prompt over a large hub: once warm, nobody is to notice it.</summary>
internal static class Completing
{
    private const string What = "completing names, 100,000 sites";
    private const double Budget = 0.05;
    private const int Backups = 20_000;

    private static readonly (string Kind, string Line)[] Lines =
    [
        ("any site", "Get-AegirSite "),
        ("one site of many", "Get-AegirSite site0999"),
        ("no site", "Get-AegirSite nothing"),
        ("a platform", "Get-AegirSite -Platform Dru"),
        ("a quoted platform", "Lock-AegirPlatform 'Drupal 10.9"),
        ("a distribution", "Get-AegirSite -Distribution D"),
        ("a server", "Get-AegirSite -Server s"),
        ("a client", "Get-AegirSite -Client c"),
        ("what a task is about", "Get-AegirTask s"),
        ("a task", "Get-AegirTaskLog 1"),
        ("a backup", "Restore-AegirSite 1"),
    ];

    public static Task RunAsync(Report report)
    {
        if (ModuleImport.Manifest is not { } manifest)
        {
            report.Skip(What, ModuleImport.WhyNot);
            return Task.CompletedTask;
        }
        using var folder = new TempFolder();
        var file = folder.At("hub.db");
        Fill(file);
        var lines = string.Join(", ", Lines.Select(line => ModuleImport.Quote(line.Line)));
        var seconds = ModuleImport.Pwsh($$"""
            Import-Module {{ModuleImport.Quote(manifest)}}
            $null = Connect-AegirHub -Path {{ModuleImport.Quote(file)}}
            foreach ($line in {{lines}}) {
                $times = foreach ($try in 1..6) { (Measure-Command { $found = TabExpansion2 $line $line.Length }).TotalSeconds }
                "$($found.CompletionMatches.Count) $(($times | Select-Object -Skip 1 | Sort-Object)[2])"
            }
            """);
        var slowest = 0.0;
        foreach (var ((kind, _), answer) in Lines.Zip(seconds.Split('\n')))
        {
            var median = ModuleImport.Number(answer.Split(' ')[1]);
            report.Note($"{kind,-22} {answer.Split(' ')[0],4} found, {Report.Seconds(median)}");
            slowest = Math.Max(slowest, median);
        }
        report.Add(What + ", the slowest kind", Report.Seconds(slowest), Report.Seconds(Budget), slowest / Budget, 1);
        return Task.CompletedTask;
    }

    private static void Fill(string file)
    {
        using IStateStore store = SqliteStore.Open(file);
        SiteStream.Fill(store);
        store.Write(session =>
        {
            foreach (var site in session.Sites.Find(new SiteFilter { Platform = "Drupal 10.1" }).ToList())
                session.Sites.Update(site with { Client = "client of " + site.Name }, session.Platforms.Get(site.Platform)!.Id);
            for (var number = 1; number <= Backups; number++)
            {
                var task = session.Tasks.Start("backup", "site", $"site{number:000000}.example.test", "nobody/1/1", null);
                session.Backups.Add(number, task, $"/var/aegir/backups/{number}.tar.gz", 1, "On request", null, "");
            }
        });
    }
}
