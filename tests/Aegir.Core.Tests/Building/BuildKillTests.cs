using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Building;

/// <summary>The process that builds is killed at each of its commands: then any later command finds the platform whole, or nothing of it.</summary>
public sealed class BuildKillTests : IDisposable
{
    private readonly BuildLab lab = new();
    private readonly DrupalOrg drupal = new();
    private readonly string makefile;

    public BuildKillTests()
    {
        drupal.AddCore(lab.Folder);
        drupal.Add("views", "module", "7.x-3.2", ("views.module", "<?php // one\n"));
        makefile = lab.Folder.Write("site.make", $"""
            core = 7.x
            api = 2
            projects[drupal][download][type] = get
            projects[drupal][download][url] = {drupal.Server.Url}/files/drupal-7.98.tar.gz
            projects[views][type] = module
            projects[views][download][type] = get
            projects[views][download][url] = {drupal.Server.Url}/files/views-7.x-3.2.tar.gz
            projects[views][patch][] = {drupal.Server.Add("/a.patch", "--- a/views.module\n+++ b/views.module\n@@ -1 +1 @@\n-<?php // one\n+<?php // two\n")}
            """);
        Command.Run("cp", "-a", lab.Folder.At("hub"), lab.Folder.At("hub.before"));
    }

    private string Built => makefile + ".built";

    public void Dispose()
    {
        drupal.Dispose();
        lab.Dispose();
    }

    [NeedsFact("curl", "tar", "git")]
    public async Task A_build()
    {
        var commands = WorkerRun.Learn(lab.HubFile, "build", makefile);
        Assert.Contains(commands, command => command.Step == "tidy");
        Assert.Empty(await WorkerRun.ProblemsAsync(WorkerRun.Points(commands), lab.HubFile, "build", makefile, Reset, ProblemsAsync));
    }

    private void Reset() =>
        Command.Run("sh", "-c", "rm -rf \"$1\" \"$1.before/cache\" \"$2\" && cp -a \"$1.before\" \"$1\"", "sh", lab.Folder.At("hub"), Built);

    private async Task<IReadOnlyList<string>> ProblemsAsync()
    {
        var problems = new List<string>();
        using var hub = AegirHub.Open(lab.HubFile);
        await hub.RecoverAsync(new RecordingSink());
        if ((await hub.RecoverAsync(new RecordingSink())).Count > 0)
            problems.Add("a second recovery found more to do");
        var known = hub.Platforms.Find(new PlatformFilter()).Any();
        if (known != Directory.Exists(Built))
            problems.Add($"known: {known}, there: {Directory.Exists(Built)}");
        if (known && !File.ReadAllText(Built + "/sites/all/modules/views/views.module").Contains("two", StringComparison.Ordinal))
            problems.Add("it is not whole");
        problems.AddRange(Directory.EnumerateFileSystemEntries(lab.Folder.Path, ".building-*").Select(path => path + " is left"));
        if (File.Exists(Built + "/.aegir-build"))
            problems.Add("its mark is left");
        if (Directory.Exists(lab.Folder.At("hub/cache/tmp")) && Directory.EnumerateFiles(lab.Folder.At("hub/cache/tmp")).Any())
            problems.Add("unfinished downloads are left");
        return problems;
    }
}
