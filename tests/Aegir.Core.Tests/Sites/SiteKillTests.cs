using System.Net;
using System.Security.Cryptography;
using System.Text;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Sites;

/// <summary>The process that installs or removes a site is killed at its commands: after the next command the site is there and
/// whole, or nothing of it is.</summary>
public sealed class SiteKillTests
{
    private const string Site = "kill.example.test";

    [NeedsPhpFact]
    public Task An_installation_of_Drupal_7_on_SQLite() => RunAsync("install", 7, 1);

    [NeedsPhpFact]
    public Task A_removal_of_Drupal_7_on_SQLite() => RunAsync("remove", 7, 2);

    [NeedsPhpFact]
    public async Task What_a_killed_command_was_writing_beside_a_new_site_goes_and_other_tasks_files_stay()
    {
        using var bench = new SiteBench();
        var before = WorkerRun.Points(WorkerRun.Learn(bench.HubFile, "install", Site).Commands).First(point => point is { When: "before", Command.Step: "install" });
        await bench.Hub.Sites.RemoveAsync(Site, true, bench.Sink, default);
        Assert.Equal(137, WorkerRun.Run(bench.HubFile, "install", Site, before).ExitCode);

        await AssertSweptAsync(bench, bench.Docroot + "/sites");
    }

    [NeedsPhpTheory]
    [InlineData("disable", 3)]
    [InlineData("change", 3)]
    [InlineData("verify", 3)]
    [InlineData("remove", 3)]
    public async Task What_a_killed_command_was_writing_in_a_sites_folder_goes(string verb, int step)
    {
        using var bench = new SiteBench();
        await bench.InstallAsync(Site);
        Assert.Equal(137, WorkerRun.Run(bench.HubFile, verb, Site, new WorkerKill("begin", step)).ExitCode);

        await AssertSweptAsync(bench, bench.FolderOf(Site));
    }

    // What is another task's stays: it may be at work.
    private static async Task AssertSweptAsync(SiteBench bench, string folder)
    {
        var task = bench.Hub.Tasks.Find(new TaskFilter { First = 1 }).Single();
        string Written(string mark) => $"{folder}/.aegir-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mark)))[..16]}-0123456789abcdef";
        string ours = Written($"{task.Id}@{bench.HubFile}"), another = Written($"{task.Id + 1}@{bench.HubFile}");
        File.WriteAllText(ours, "half of a");
        File.WriteAllText(another, "half of a");

        await bench.Hub.RecoverAsync(bench.Sink);

        Assert.False(File.Exists(ours));
        Assert.True(File.Exists(another));
        Assert.Equal(HttpStatusCode.OK, Visited(bench));
    }

    private static HttpStatusCode Visited(SiteBench bench)
    {
        using var visitor = new WebVisitor(bench.Docroot);
        return bench.Hub.Sites.Find(new SiteFilter()).Any() ? visitor.Get(Site).Status : HttpStatusCode.OK;
    }

    private static async Task RunAsync(string verb, int major, int turn)
    {
        using var bench = new SiteBench(major: major);
        var sites = Command.Run("ls", "-A", bench.Docroot + "/sites");
        await ReadyAsync(bench, verb);
        var points = WorkerRun.Points(WorkerRun.Learn(bench.HubFile, verb, Site).Commands, turn).Sample(turn).ToList();
        Assert.Empty(Problems(bench, sites));
        Assert.NotEmpty(points);
        var problems = new List<string>();
        foreach (var kill in points)
        {
            await ReadyAsync(bench, verb);
            var (exitCode, output) = WorkerRun.Run(bench.HubFile, verb, Site, kill);
            if (exitCode != 137)
                problems.Add($"{kill}: the worker was not killed: {exitCode} {output}");
            await bench.Hub.RecoverAsync(bench.Sink);
            problems.AddRange(Problems(bench, sites).Select(problem => $"{kill}: {problem}"));
            if ((await bench.Hub.RecoverAsync(bench.Sink)).Count > 0)
                problems.Add($"{kill}: a second recovery found more to do");
            if (problems.Count > 5)
                break;
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems) + "\n" + bench.Sink);
    }

    // There is a site to work on, or none to be in the way.
    private static async Task ReadyAsync(SiteBench bench, string verb)
    {
        var isThere = bench.Hub.Sites.Find(new SiteFilter()).Any();
        if (verb == "install" && isThere)
            await bench.Hub.Sites.RemoveAsync(Site, true, bench.Sink, default);
        if (verb != "install" && !isThere)
            await bench.InstallAsync(bench.Order(Site) with { Aliases = ["alias." + Site] });
    }

    private static IEnumerable<string> Problems(SiteBench bench, string sitesBefore)
    {
        var site = bench.Hub.Sites.Find(new SiteFilter()).SingleOrDefault();
        foreach (var left in bench.Leftovers())
            yield return "left: " + left;
        foreach (var backup in bench.Hub.Sites.Backups(Site).Where(backup => !File.Exists(backup.Path)))
            yield return "a backup without its file: " + backup.Path;
        var known = bench.Hub.Sites.Backups(Site).Select(backup => backup.Path).ToHashSet();
        var folder = bench.Folder.At("hub/backups");
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder).Where(file => !known.Contains(file)) : [])
            yield return "an archive that nobody knows: " + file;
        foreach (var line in MarkedProcesses.Of(bench.HubFile))
            yield return "still running: " + line;
        if (site is null)
        {
            var sites = Command.Run("ls", "-A", bench.Docroot + "/sites");
            if (sites.Replace("sites.php\n", "") != sitesBefore.Replace("sites.php\n", ""))
                yield return "sites/ holds " + sites.Replace('\n', ' ');
            if (bench.Major >= 8 && File.Exists(bench.Docroot + "/sites/sites.php") && File.ReadAllText(bench.Docroot + "/sites/sites.php").Contains(Site))
                yield return "sites.php still has its names";
            yield break;
        }
        using var visitor = new WebVisitor(bench.Docroot);
        foreach (var host in new[] { Site, "alias." + Site })
            if (visitor.Get(host).Status is var status && status != HttpStatusCode.OK)
                yield return $"{host} answers {status}";
        if (bench.Settings(Site).Contains("BEGIN Aegir gate", StringComparison.Ordinal))
            yield return "its gate is closed";
    }
}
