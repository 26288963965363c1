using System.Globalization;
using Aegir.Benchmarks.Measuring;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Hub;

/// <summary>Importing the packed module against importing Pester, each in a fresh pwsh; and how many sites a second reach the pipeline.</summary>
internal static class ModuleImport
{
    private const string What = "import of the module, against Pester";

    private static readonly string Packed = Path.GetFullPath(Fixtures.At("../../out/Aegir.PowerShell/Aegir.PowerShell.psd1"));

    /// <summary>The manifest of the packed module; null where it cannot be used.</summary>
    public static string? Manifest => Programs.Find("pwsh") is not null && File.Exists(Packed) ? Packed : null;

    public static string WhyNot => Programs.Find("pwsh") is null ? "there is no pwsh here" : "the module is not packed: ./build.sh build";

    public static async Task RunAsync(Report report)
    {
        if (Manifest is not { } manifest)
            report.Skip(What, WhyNot);
        else
        {
            if (PwshNumber("(Get-Module Pester -ListAvailable | Measure-Object).Count") < 1)
                report.Skip(What, "Pester is not installed");
            else
                await ImportAsync(report, manifest);
            Stream(report, manifest);
            Bulk(report, manifest);
        }
    }

    private static async Task ImportAsync(Report report, string manifest)
    {
        Import(Quote(manifest));
        Import("Pester");
        var seconds = await Clock.InterleaveAsync(7, () => Task.Run(() => Import(Quote(manifest))), () => Task.Run(() => Import("Pester")));
        report.Note("ours:   " + Report.All(seconds[0]));
        report.Note("Pester: " + Report.All(seconds[1]));
        report.AddSeconds(What, seconds[0], seconds[1], 0.5);
    }

    private static void Stream(Report report, string manifest)
    {
        using var folder = new TempFolder();
        SiteStream.Fill(folder.At("hub.db"));
        var seconds = PwshNumber($$"""
            Import-Module {{Quote(manifest)}}
            $null = Connect-AegirHub -Path {{Quote(folder.At("hub.db"))}}
            $null = Get-AegirSite | Select-Object -First 1
            1..3 | ForEach-Object { (Measure-Command { if ((Get-AegirSite | Measure-Object).Count -ne 100000) { throw 'Sites are missing.' } }).TotalSeconds } |
                Sort-Object | Select-Object -Skip 1 -First 1
            """);
        report.Add("  Get-AegirSite | Measure-Object, 100,000 sites", $"{Report.Number(100_000 / seconds)}/s", "", null, null);
    }

    // The median of five, in one process.
    private static void Bulk(Report report, string manifest)
    {
        using var folder = new TempFolder();
        var seconds = PwshNumber($$"""
            Import-Module {{Quote(manifest)}}; Import-Module {{Quote(Path.GetFullPath(Fixtures.At("../pester/Helpers.psm1")))}}
            Import-Module (New-NothingModule {{Quote(folder.Path)}})
            $null = Connect-AegirHub -Path {{Quote(folder.At("hub.db"))}}
            $sites = foreach ($number in 1..10000) { [Aegir.Site]@{ Name = "s$number.example" } }
            1..5 | ForEach-Object { (Measure-Command { if (@($sites | Invoke-Nothing).Count -ne 10000) { throw 'Sites are missing.' } }).TotalSeconds } |
                Sort-Object | Select-Object -Skip 2 -First 1
            """);
        report.Add("10,000 sites through a bulk cmdlet that does nothing", Report.Seconds(seconds), "1 s", seconds, 1);
    }

    // What the pwsh itself takes to start is not counted.
    private static double Import(string module) => PwshNumber($"(Measure-Command {{ Import-Module {module} -ErrorAction Stop }}).TotalSeconds");

    private static double PwshNumber(string script) => Number(Pwsh(script).Split('\n')[^1]);

    public static string Pwsh(string script) =>
        Command.Run("pwsh", "-NoProfile", "-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'\n" + script).Trim();

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
