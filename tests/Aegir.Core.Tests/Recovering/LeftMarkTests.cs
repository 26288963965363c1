using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Faults;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Recovering;

/// <summary>The note in a site's folder that a move left it.</summary>
public sealed class LeftMarkTests : IDisposable
{
    private const string Site = "marked.example.test";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [NeedsMountFact]
    public void The_folder_keeps_its_mode_also_where_the_disk_is_full()
    {
        using var disk = new Volume("site", folder.Path, 1);
        var site = folder.At("sites/a");
        Directory.CreateDirectory(site);
        File.SetUnixFileMode(site, (UnixFileMode)Convert.ToInt32("555", 8));

        Assert.Equal((0, "m1\n"), (Mark(site, "m1"), File.ReadAllText(site + "/.aegir-left")));
        Assert.Equal((0, false), (Mark(site, ""), File.Exists(site + "/.aegir-left")));
        Assert.Equal("555\n", Command.Run("stat", "-c", "%a", site));
        disk.Fill();
        Assert.NotEqual(0, Mark(site, "m2"));
        Assert.Equal("555\n", Command.Run("stat", "-c", "%a", site));
    }

    [NeedsPhpFact]
    public async Task An_answer_that_is_cut_off_is_not_one_of_folders_that_are_gone()
    {
        using var trial = await Trial.MakeAsync(Site);
        trial.Hub.Dispose();
        // In the steps past the plan.
        var (exitCode, output) = WorkerRun.Run(trial.Test.HubFile, "upgrade", Site, new WorkerKill("begin", 7));
        Assert.True(exitCode == 137, output);

        using (var hub = AegirHub.Open(trial.Test.HubFile, _ => new Mute(new LocalHost())))
        {
            var report = Assert.Single(await hub.RecoverAsync(trial.Test.Sink));
            Assert.True(report.Message?.Contains("makes no sense", StringComparison.Ordinal) == true, $"{report.Message}\n{trial.Test.Sink}");
        }
        using (var hub = AegirHub.Open(trial.Test.HubFile))
            Assert.Single(await hub.RecoverAsync(trial.Test.Sink));
        Assert.Empty(trial.Problems(Site, "old"));
    }

    private static int Mark(string site, string mark)
    {
        using var reader = new StreamReader(typeof(HostCommand).Assembly.GetManifestResourceStream("Aegir.Operations.mark-left.sh")!);
        return Command.Try("sh", "-c", reader.ReadToEnd(), "sh", site, mark).ExitCode;
    }

    // Says nothing where it is asked for marks.
    private sealed class Mute(IHost host) : IHost
    {
        public string Name => host.Name;

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) =>
            command.Arguments.Any(word => word.Contains("the mark of the move that left it", StringComparison.Ordinal))
                ? Task.FromResult(new CommandResult(0, "", "")) : host.RunAsync(command, cancellation);
    }
}
