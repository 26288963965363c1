using Aegir.Benchmarks.Measuring;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Hub;

/// <summary>Reading a code base of 900 info files, against find and cat of the same files.</summary>
internal static class PlatformVerify
{
    private const int Modules = 900;

    public static async Task RunAsync(Report report)
    {
        using var folder = new TempFolder();
        Make(folder);
        await CompareAsync(report, $"platform verify, {Modules} info files", folder.At("generated"), 2);
        if (PlatformPair.RealOld is { } real)
            await CompareAsync(report, "  the real code base, find searching all of it", real, null);
    }

    private static async Task CompareAsync(Report report, string what, string path, double? budget)
    {
        var reader = new CodeBaseReader(new LocalHost());
        var codeBase = await reader.ReadAsync(path, default);
        var root = codeBase.Docroot;
        var files = PlainFiles(root);
        report.Note($"{what}: Drupal {codeBase.CoreVersion}, {codeBase.Packages.Count} packages; find and cat read {Report.Number(files)} bytes");
        // The first runs pay for the compiler, which takes its time to find out what is hot.
        var first = new List<double>();
        for (var i = 0; i < 20; i++)
            first.Add(await Clock.SecondsAsync(() => reader.ReadAsync(path, default)));
        report.Note("first runs:   " + Report.All(first));
        var seconds = await Clock.InterleaveAsync(9,
            () => Clock.SecondsAsync(() => reader.ReadAsync(path, default)),
            () => Clock.SecondsAsync(() => Task.Run(() => PlainFiles(root))));
        report.Note("ours:         " + Report.All(seconds[0]));
        report.Note("find and cat: " + Report.All(seconds[1]));
        report.AddSeconds(what, seconds[0], seconds[1], budget);
    }

    // One cat for each file is what the words mean, and what nobody would write: here, as few as xargs needs.
    private static int PlainFiles(string docroot) => Command.Run(
        "sh", "-c", "cd \"$1\" && find . \\( -name '*.info.yml' -o -name '*.info' \\) -type f -print0 | xargs -0 cat", "sh", docroot).Length;

    private static void Make(TempFolder folder)
    {
        folder.Write("generated/core/lib/Drupal.php", "<?php\nclass Drupal {\n  const VERSION = '10.3.6';\n  const CORE_MINIMUM_PHP = '8.1.0';\n}\n");
        folder.Write("generated/core/includes/bootstrap.inc", "<?php\nconst DRUPAL_MINIMUM_PHP = '8.1.0';\n");
        for (var number = 0; number < Modules; number++)
        {
            var name = $"module_{number:000}";
            var root = number % 3 == 0 ? "core/modules" : "modules/contrib";
            folder.Write($"generated/{root}/{name}/{name}.info.yml", $"""
                name: 'Module {number}'
                type: module
                description: 'Does what module number {number} does, and says so in a line of usual length.'
                package: Other
                core_version_requirement: ^9 || ^10
                dependencies:
                  - drupal:node
                  - drupal:views
                configure: {name}.settings

                # Information added by Drupal.org packaging script on 2024-01-01
                version: '8.x-1.{number % 20}'
                project: '{name}'
                datestamp: 1700000000
                """);
            folder.Write($"generated/{root}/{name}/{name}.module", "<?php\n");
            for (var file = 0; file < 5; file++)
                folder.Write($"generated/{root}/{name}/src/Class{file}.php", "<?php\n");
            if (number % 4 == 0)
                folder.Write($"generated/{root}/{name}/{name}.install", $"<?php\nfunction {name}_update_8101() {{\n}}\n\nfunction {name}_update_8102() {{\n}}\n");
        }
    }
}
