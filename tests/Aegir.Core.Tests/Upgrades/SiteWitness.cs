using System.Net;
using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Upgrades;

/// <summary>Remembers a site as it is before something is done to it, and tells afterwards whether it is wholly on one side, in service,
/// and nothing is left behind that nobody owns.</summary>
internal sealed class SiteWitness : IKillWitness
{
    private readonly string hubFile;
    private readonly PlatformPair pair;
    private readonly string site;
    private readonly string directory;
    private readonly ITestDatabases? server;
    private readonly WebServerUnderTest? web;
    private readonly string databaseStart;
    private readonly string home;
    private readonly SideState homeBefore;
    private readonly SideState awayBefore;
    private readonly DatabaseList databasesBefore;
    private readonly byte[] upload;

    /// <param name="home">The platform that the site is on: old or new.</param>
    /// <param name="web">Serves the site, as the hub tells it; null where nothing does, and PHP's own has to.</param>
    public SiteWitness(
        string hubFile, PlatformPair pair, string site, ITestDatabases? server = null, string home = "old", string? directory = null, WebServerUnderTest? web = null)
    {
        (this.hubFile, this.pair, this.site, this.server, this.home, this.web) = (hubFile, pair, site, server, home, web);
        this.directory = directory ?? site;
        databaseStart = Names.DatabaseBase(site)[..Math.Min(5, Names.DatabaseBase(site).Length)];
        homeBefore = SideState.Of(Docroot(home), this.directory);
        awayBefore = SideState.Of(Docroot(Away), this.directory);
        databasesBefore = DatabaseList.Of(server, databaseStart);
        upload = File.ReadAllBytes(Upload(home));
    }

    private string Away => home == "old" ? "new" : "old";

    /// <summary>What is wrong; nothing where the site is whole.</summary>
    /// <param name="side">The side it must be on; null where either will do.</param>
    public IReadOnlyList<string> Problems(string? side = null)
    {
        using var store = SqliteStore.Open(hubFile);
        var platform = store.Read(session => session.Sites.Get(site))!.Platform;
        var problems = new List<string>();
        if (side is not null && platform != side)
            problems.Add($"the store has it on {platform}, not on {side}");
        problems.AddRange(Service(platform));
        var now = (Home: SideState.Of(Docroot(home), directory), Away: SideState.Of(Docroot(Away), directory));
        if (platform == home)
            problems.AddRange([.. now.Home.ChangesSince(homeBefore), .. OfAway(now.Away)]);
        else
            problems.AddRange([.. now.Home.ChangesBeside(homeBefore, directory), .. now.Away.ChangesBeside(awayBefore, directory)]);
        problems.AddRange(Kept(now.Home, now.Away, platform));
        problems.AddRange(Leftovers(store, platform));
        return problems;
    }

    public void AssertWhole(string side, string? context = null)
    {
        var problems = Problems(side);
        Assert.True(problems.Count == 0, string.Join('\n', problems) + "\n" + context);
    }

    // The side that was left by an earlier upgrade stays as that left it, but for the gate's token.
    private IEnumerable<string> OfAway(SideState now) => now.ChangesSince(awayBefore with { Settings = awayBefore.Exists ? now.Settings : null });

    private IEnumerable<string> Service(string platform)
    {
        using var visitor = web is null ? new WebVisitor(Docroot(platform)) : new WebVisitor(web.Server.WebPort);
        var (status, body) = visitor.Get(site);
        if (status != HttpStatusCode.OK)
            yield return $"it answers {status} on {platform}";
        foreach (var page in new[] { "First page", "Second page", "Third page", $"/sites/{directory}/files" })
            if (!body.Contains(page, StringComparison.Ordinal))
                yield return $"'{page}' is missing";
        if (!visitor.GetBytes(site, $"/sites/{directory}/files/pictures/stand-in.png").SequenceEqual(upload))
            yield return "its upload is not served as it was";
    }

    private IEnumerable<string> Kept(SideState homeNow, SideState awayNow, string platform)
    {
        var (serving, other) = platform == home ? (homeNow, awayNow) : (awayNow, homeNow);
        if (serving.Entries.Any(name => name.StartsWith(".aegir-", StringComparison.Ordinal)))
            yield return $"the site's folder on {platform} holds {string.Join(' ', serving.Entries)}";
        if (!serving.Exists || !other.Exists || (platform == home && home == "old"))
            yield break;
        if (!File.ReadAllText($"{other.Docroot}/sites/{directory}/settings.php").Contains("BEGIN Aegir gate", StringComparison.Ordinal))
            yield return $"the side that was left, {other.Docroot}, is open";
    }

    private IEnumerable<string> Leftovers(SqliteStore store, string platform)
    {
        var expected = databasesBefore;
        if (platform != home && home == "old" && server is not null)
            expected = new(Plus(databasesBefore.Databases), Plus(databasesBefore.Users));
        if (platform != home && home == "new" && server is not null)
            expected = new(Minus(databasesBefore.Databases), Minus(databasesBefore.Users));
        var now = DatabaseList.Of(server, databaseStart);
        if (now.ToString() != expected.ToString())
            yield return $"there are {now}, not {expected}";
        if (platform == home && awayBefore.Exists != Directory.Exists($"{Docroot(Away)}/sites/{directory}"))
            yield return "there is a folder on the other side";
        if (store.Read(session => session.Leases.All()) is { Count: > 0 } leases)
            yield return $"held: {string.Join(' ', leases)}";
        foreach (var line in MarkedProcesses.Of(hubFile))
            yield return "still running: " + line;
        foreach (var name in WorkFolders())
            yield return "left in the backup folder: " + name;
        var files = Path.Combine(Docroot(platform), "sites", directory, "files");
        foreach (var file in Directory.EnumerateFiles(files, ".ht.*").Select(Path.GetFileName).Where(name => name!.Contains(".aegir-")))
            yield return "left in files/: " + file;
        if (server is null && Directory.EnumerateFiles(files, ".ht.*sqlite").Count() is var count && count != 1 + Sides(store))
            yield return $"{count} SQLite files: {string.Join(' ', Directory.EnumerateFiles(files, ".ht.*").Select(Path.GetFileName))}";
        var task = store.Read(session => session.Tasks.Find(new TaskFilter { First = 1 }).Single());
        if (task.Status is not (AegirTaskStatus.Success or AegirTaskStatus.Warning or AegirTaskStatus.Interrupted or AegirTaskStatus.Error))
            yield return $"task {task.Id} ({task}) is {task.Status}";
    }

    private int Sides(SqliteStore store) => store.Read(session => session.KeptSides.OfSite(session.Sites.Get(site)!.Id).Count);

    private IEnumerable<string> WorkFolders()
    {
        var backups = Path.GetDirectoryName(hubFile) + "/backups";
        return Directory.Exists(backups)
            ? Directory.EnumerateFileSystemEntries(backups).Select(path => Path.GetFileName(path)!)
                .Where(name => name.StartsWith('.') || name.EndsWith(".part", StringComparison.Ordinal))
            : [];
    }

    private string[] Plus(IReadOnlyList<string> names) => [.. names.Concat([NewName(names)]).Order(StringComparer.Ordinal)];

    private string NewName(IReadOnlyList<string> names) => Names.DatabaseCandidates(site).First(name => !names.Contains(name));

    private string[] Minus(IReadOnlyList<string> names) => [.. names.Where(name => name == Names.DatabaseBase(site))];

    private string Docroot(string side) => side == "old" ? pair.OldDocroot : pair.NewDocroot;

    private string Upload(string side) => $"{Docroot(side)}/sites/{directory}/files/pictures/stand-in.png";
}

/// <summary>Processes that carry the mark of a hub's tasks.</summary>
internal static class MarkedProcesses
{
    public static IReadOnlyList<string> Of(string hubFile) => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsDigit(Path.GetFileName(folder)[0]))
        .Select(folder => (Environment: Read(folder + "/environ"), Command: Read(folder + "/cmdline")))
        .Where(process => process.Environment.Contains("AEGIR_TASK_MARK=", StringComparison.Ordinal)
            && process.Environment.Contains("@" + hubFile + "\0", StringComparison.Ordinal))
        .Select(process => process.Command.Replace('\0', ' ')).ToList();

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
