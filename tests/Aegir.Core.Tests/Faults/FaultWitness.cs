using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Newtonsoft.Json.Linq;

namespace Aegir.Tests.Faults;

/// <summary>Knows a world as it was before an operation, and tells afterwards whether that was done wholly or not at all: visitors see what the store says,
/// and nothing is there that nobody owns.</summary>
internal sealed class FaultWitness
{
    private static readonly string[] Names = [FaultWorld.Site, "new-" + FaultWorld.Site, FaultWorld.Bystander, FaultWorld.New, FaultWorld.Found, "alias." + FaultWorld.Site];

    private readonly FaultWorld world;
    private readonly FaultedOperation operation;
    private readonly string before;
    private readonly Owned ownedBefore;
    private readonly HashSet<string> databasesBefore;
    private readonly Dictionary<string, HashSet<string>> foldersBefore;

    public FaultWitness(FaultWorld world, FaultedOperation operation)
    {
        (this.world, this.operation) = (world, operation);
        before = Picture();
        ownedBefore = Owned.In(world.HubFile);
        databasesBefore = [.. Databases()];
        foldersBefore = world.Docroots.ToDictionary(docroot => docroot, Folders);
    }

    /// <summary>Whether it was done, and what is wrong; nothing where all is whole.</summary>
    public (bool? IsDone, IReadOnlyList<string> Problems) Look()
    {
        bool? done;
        List<Site> sites;
        using (var hub = AegirHub.Open(world.HubFile))
        {
            done = operation.IsDone?.Invoke(hub);
            sites = hub.Sites.Find(new SiteFilter()).ToList();
        }
        var problems = new List<string>();
        if (done != true && Picture() is var now && now != before)
            problems.Add("it is not as it was: " + SitePicture.Difference(before, now));
        problems.AddRange(Served(sites));
        problems.AddRange(Left());
        return (done, problems);
    }

    // What visitors see.
    private IEnumerable<string> Served(List<Site> sites)
    {
        var known = sites.SelectMany(site => site.Aliases.Append(site.Name).Select(name => (name, site))).ToDictionary(pair => pair.name, pair => pair.site);
        foreach (var name in Names)
        {
            var reply = world.Visitor.Get(name);
            var wanted = !known.TryGetValue(name, out var site) ? 404 : site.Status == SiteStatus.Disabled ? 503 : 200;
            if (reply.Status != wanted)
                yield return $"{name} is answered {reply.Status}, not {wanted}";
            if (wanted != 200 || reply.Status != 200 || site!.Name == FaultWorld.New)
                continue;
            foreach (var page in new[] { "First page", "Second page", "Third page" })
                if (!reply.Body.Contains(page, StringComparison.Ordinal))
                    yield return $"'{page}' is missing on {name}";
            if (world.Visitor.Get(name, $"/sites/{site.Directory}/files/pictures/stand-in.png") is var upload && (upload.Status != 200 || upload.Body.Length == 0))
                yield return $"the upload of {name} is not served: {upload.Status}";
        }
        var hosts = Directory.EnumerateFileSystemEntries(world.HostFolder).Select(Path.GetFileName).Order().ToList();
        if (!hosts.SequenceEqual(sites.Select(site => site.Name).Order()))
            yield return "the web server has hosts for " + string.Join(' ', hosts);
    }

    // What is there, against what somebody owns.
    private IEnumerable<string> Left()
    {
        var owned = Owned.In(world.HubFile);
        var databases = databasesBefore.Except(ownedBefore.Databases).Concat(owned.Databases).ToHashSet();
        if (!databases.SetEquals(Databases()))
            yield return $"there are databases {string.Join(' ', Databases())}, not {string.Join(' ', databases)}";
        if (world.Databases.UsersLike(FaultWorld.DatabaseNames) is var users && !databases.SetEquals(users))
            yield return $"there are users {string.Join(' ', users)}, not {string.Join(' ', databases)}";
        foreach (var name in Databases())
            if (world.Databases.Query($"SHOW TABLES FROM `{name}` LIKE 'aegir%'").Trim() is { Length: > 0 } mark)
                yield return $"{name} carries the mark {mark}";
        foreach (var docroot in world.Docroots)
        {
            var wanted = foldersBefore[docroot].Where(name => !ownedBefore.Folders.Contains($"{docroot}/sites/{name}"))
                .Concat(owned.Folders.Where(folder => Path.GetDirectoryName(folder) == docroot + "/sites").Select(folder => Path.GetFileName(folder))).ToHashSet();
            if (!wanted.SetEquals(Folders(docroot)))
                yield return $"{docroot}/sites holds {string.Join(' ', Folders(docroot).Except(wanted))}, and lacks {string.Join(' ', wanted.Except(Folders(docroot)))}";
        }
        foreach (var folder in owned.Shut.Where(folder => !Gated(folder)))
            yield return folder + " is open";
        foreach (var folder in owned.Open.Where(Gated))
            yield return folder + " is shut";
        foreach (var path in Command.Run("find", [world.PlatformFolder, "-path", world.At("hub"), "-prune", "-o", "(", "-name", ".aegir-*", "-o", "-name", "*.part", ")", "-print"]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(path => !(owned.Shut.Contains(path) || owned.Shut.Contains(Path.GetDirectoryName(path)!) && Path.GetFileName(path) is ".aegir-caches" or ".aegir-left")))
            yield return "left: " + path;
        var archives = Directory.EnumerateFileSystemEntries(world.At("hub/backups")).ToHashSet();
        if (!archives.SetEquals(owned.Archives))
            yield return $"the backup folder holds {string.Join(' ', archives.Except(owned.Archives))}, and lacks {string.Join(' ', owned.Archives.Except(archives))}";
        var platforms = Directory.EnumerateFileSystemEntries(world.PlatformFolder, "*.building-*").Concat(Downloads()).ToList();
        if (platforms.Count > 0)
            yield return "left: " + string.Join(' ', platforms);
        foreach (var line in MarkedProcesses.Of(world.HubFile))
            yield return "still running: " + line;
        foreach (var trouble in owned.Troubles)
            yield return trouble;
    }

    private IEnumerable<string> Databases() => world.Databases.DatabasesLike(FaultWorld.DatabaseNames);

    private IEnumerable<string> Downloads() => Directory.Exists(world.At("hub/cache/tmp")) ? Directory.EnumerateFileSystemEntries(world.At("hub/cache/tmp")) : [];

    private static HashSet<string> Folders(string docroot) =>
        Directory.EnumerateDirectories(docroot + "/sites").Select(path => Path.GetFileName(path)).ToHashSet();

    private static bool Gated(string folder) => File.ReadAllText(folder + "/settings.php").Contains("BEGIN Aegir gate", StringComparison.Ordinal);

    // Sites, backups and hosts.
    private string Picture() => Command.Run(
        "sh", ["-c", SitePicture.Script, "sh", .. world.Docroots.Select(docroot => docroot + "/sites"), world.At("hub/backups"), world.HostFolder]);
}

/// <summary>What a hub knows to be its own.</summary>
internal sealed record Owned(
    HashSet<string> Databases, HashSet<string> Folders, HashSet<string> Open, HashSet<string> Shut, HashSet<string> Archives, IReadOnlyList<string> Troubles)
{
    public static Owned In(string hubFile)
    {
        using var store = SqliteStore.Open(hubFile);
        return store.Read(session =>
        {
            var sites = session.Sites.Find(new SiteFilter()).ToList();
            var kept = session.KeptSides.All().Select(side => JObject.Parse(side.State)).ToList();
            string Folder(Site site) => $"{session.Platforms.Get(site.Platform)!.Path}/sites/{site.Directory}";
            var open = sites.Where(site => site.Status == SiteStatus.Enabled).Select(Folder).ToHashSet();
            var shut = sites.Where(site => site.Status == SiteStatus.Disabled).Select(Folder).Concat(kept.Select(side => $"{side["old"]!["docroot"]}/sites/{side["leftDirectory"]}")).ToHashSet();
            return new Owned(
                [.. sites.Select(site => site.DatabaseName!), .. kept.Select(side => $"{side["old"]!["database"]}")],
                [.. open, .. shut], open, shut,
                [.. session.Backups.Find([]).Select(backup => backup.Path)],
                Unsettled(session).ToList());
        });
    }

    private static IEnumerable<string> Unsettled(StateSession session)
    {
        if (session.Leases.All() is { Count: > 0 } leases)
            yield return $"held: {string.Join(' ', leases)}";
        foreach (var task in session.Tasks.Find(new TaskFilter()).Where(task => task.Status is AegirTaskStatus.Processing or AegirTaskStatus.Queued).ToList())
            yield return $"task {task.Id} ({task}) is {task.Status}";
        foreach (var platform in session.Platforms.Find(new PlatformFilter()).Where(platform => !Directory.Exists(platform.Path)).ToList())
            yield return $"the code of {platform.Name} is gone";
    }
}
