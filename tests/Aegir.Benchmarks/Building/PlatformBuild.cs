using Aegir.Benchmarks.Measuring;
using Aegir.Building.Fetching;
using Aegir.Operations.Builds;
using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Building;

/// <summary>A build of ten projects, against the slowest chain of downloads that need each other: release history, profile, the history and
/// archive of what the profile brings. The server answers each request after a while, as one across the net does.</summary>
internal static class PlatformBuild
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(800);

    public static async Task RunAsync(Report report)
    {
        using var folder = new TempFolder();
        using var hub = AegirHub.Open(folder.At("hub/hub.db"));
        hub.Servers.Set(Server.MasterName, server => server with { Folder = folder.At("aegir") });
        using var drupal = new DrupalOrg();
        drupal.AddCore(folder);
        for (var number = 0; number < 7; number++)
            drupal.Add($"module_{number}", "module", "7.x-1.0", [.. Enumerable.Range(0, 50).Select(file => ($"src/{file}.inc", new string('x', 2000)))]);
        drupal.Add("inner", "module", "7.x-1.0", ("inner.module", "<?php"));
        drupal.Add("kit", "profile", "7.x-1.0", ("drupal-org.make", "core = 7.x\napi = 2\nprojects[] = inner\n"));
        drupal.Server.Delay = Wait;
        var makefile = folder.Write("site.make", "core = 7.x\napi = 2\nprojects[] = drupal\nprojects[] = kit\n"
            + string.Concat(Enumerable.Range(0, 7).Select(number => $"projects[] = module_{number}\n")));
        string[] chain = ["/release-history/kit/7.x", "/files/kit-7.x-1.0.tar.gz", "/release-history/inner/7.x", "/files/inner-7.x-1.0.tar.gz"];
        var builds = 0;
        var seconds = await Clock.InterleaveAsync(6, () => Clock.SecondsAsync(BuildAsync), () => Clock.SecondsAsync(() => Task.Run(() =>
        {
            foreach (var path in chain)
                Command.Run("curl", "-sS", "--fail", "-o", folder.At("download"), drupal.Server.Url + path);
        })));
        // The first run of each pays for the compiler.
        report.Note("ours: " + Report.All(seconds[0]));
        report.Note("curl: " + Report.All(seconds[1]));
        report.AddSeconds("build of ten projects, against its slowest chain of four downloads", seconds[0][1..], seconds[1][1..], 1.2);

        Task BuildAsync()
        {
            // What was kept from the round before would spare the downloads.
            if (Directory.Exists(folder.At("hub/cache")))
                Directory.Delete(folder.At("hub/cache"), recursive: true);
            return hub.Platforms.BuildAsync(new BuildRequest($"Build {++builds}", new MakefileSource(makefile))
            {
                ReleaseFeed = drupal.Feed, Limits = new BuildLimits { Stall = TimeSpan.FromSeconds(20) },
            }, new SilentSink(), default);
        }
    }
}
