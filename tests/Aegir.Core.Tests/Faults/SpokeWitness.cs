using Aegir.Tests.Components;
using Aegir.Tests.Spokes;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Faults;

/// <summary>Knows a site on a machine of its own as it was before an operation, and tells afterwards what is not whole: on that machine, on the other, and
/// on the hub.</summary>
internal sealed class SpokeWitness(SpokeBench bench, SpokeOperation operation)
{
    private readonly Dictionary<string, string> before = Pictures(bench);

    /// <param name="done">It has happened, and need not be as it was.</param>
    public IReadOnlyList<string> Look(bool done) => [.. Served(), .. Left(), .. done ? [] : Changed()];

    private IEnumerable<string> Changed()
    {
        foreach (var (machine, now) in Pictures(bench))
            if (now != before[machine])
                yield return $"{machine} is not as it was: {SitePicture.Difference(before[machine], now)}";
    }

    private IEnumerable<string> Served()
    {
        var known = bench.Hub.Sites.Find(new SiteFilter()).ToDictionary(site => site.Name);
        foreach (var name in new[] { SpokeOperation.Site, SpokeOperation.New })
            foreach (var machine in bench.Lab.Machines)
            {
                var (answer, site) = (machine.Visit(name), known.GetValueOrDefault(name));
                var isHere = site is not null && site.Platform.StartsWith(machine.Name, StringComparison.Ordinal);
                // One that serves nothing does not even say so; where a site was, it is shut.
                string[] wanted = !isHere ? ["404", "503", "000"] : site!.Status == SiteStatus.Disabled ? ["503"] : ["200"];
                if (!wanted.Contains(answer[..3]) || (answer.StartsWith("200", StringComparison.Ordinal) && !answer.Contains("Life", StringComparison.Ordinal)))
                    yield return $"{name} is answered on {machine.Name}: {answer}";
                if (isHere && (name == SpokeOperation.Site || operation.Faulted.Target != name) && !File.Exists(machine.Behind(bench.Folder(site!.Platform, name) + "/files/upload.txt")))
                    yield return $"the upload of {name} is not on {site.Platform}";
            }
    }

    // What is there, against what somebody owns.
    private IEnumerable<string> Left()
    {
        var owned = Owned.In(bench.Lab.Folder.At("hub/hub.db"));
        if (bench.MariaDb.DatabasesLike("%farex") is var databases && !owned.Databases.SetEquals(databases))
            yield return $"there are databases {string.Join(' ', databases)}, not {string.Join(' ', owned.Databases)}";
        if (bench.MariaDb.UsersLike("%farex") is var users && !owned.Databases.SetEquals(users))
            yield return $"there are users {string.Join(' ', users)}, not {string.Join(' ', owned.Databases)}";
        foreach (var name in databases)
            if (bench.MariaDb.Query($"SHOW TABLES FROM `{name}` LIKE 'aegir%'").Trim() is { Length: > 0 } mark)
                yield return $"{name} carries the mark {mark}";
        if (Directory.CreateDirectory(bench.Lab.Folder.At("hub/backups")).EnumerateFileSystemInfos().Select(entry => entry.FullName).ToHashSet() is var archives && !archives.SetEquals(owned.Archives))
            yield return $"the backup folder holds {string.Join(' ', archives.Except(owned.Archives))}, and lacks {string.Join(' ', owned.Archives.Except(archives))}";
        foreach (var machine in bench.Lab.Machines)
            foreach (var path in machine.Run($"find {Sites(bench)} -name '.aegir-*' 2>/dev/null || :").Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(path => !(owned.Shut.Contains(Path.GetDirectoryName(path)!) && Path.GetFileName(path) is ".aegir-caches" or ".aegir-left")))
                yield return $"left on {machine.Name}: {path}";
        foreach (var line in MarkedProcesses.Of(bench.Lab.Folder.At("hub/hub.db")))
            yield return "still running: " + line;
        foreach (var trouble in owned.Troubles)
            yield return trouble;
    }

    private static Dictionary<string, string> Pictures(SpokeBench bench)
    {
        var pictures = bench.Lab.Machines.ToDictionary(machine => machine.Name, machine => machine.Run($"set -- {Sites(bench)} {bench.Lab.AegirFolder}/config/server_{machine.Name}/nginx/vhost.d\n{SitePicture.Script}"));
        // Its copies of the sites.
        pictures["the hub"] = Command.Run("sh", "-c", $"set -- {Sites(bench)}\n{SitePicture.Script}");
        return pictures;
    }

    private static string Sites(SpokeBench bench) => string.Join(' ', bench.Hub.Platforms.Find(new PlatformFilter()).ToList().Select(platform => platform.Path + "/sites"));
}
