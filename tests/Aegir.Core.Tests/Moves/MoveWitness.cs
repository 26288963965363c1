using System.Net;
using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Moves;

/// <summary>Remembers a site on SQLite before it is renamed, cloned or restored in place, and tells afterwards whether that was done wholly or not
/// at all, and nothing is left behind that nobody owns.</summary>
internal sealed class MoveWitness : IKillWitness
{
    /// <summary>What a restore takes back.</summary>
    public const string Later = "later.txt";

    private readonly string verb;
    private readonly string hubFile;
    private readonly PlatformPair pair;
    private readonly string site;
    private readonly SideState before;
    private readonly SideState targetBefore;
    private readonly string[] databases;

    public MoveWitness(string verb, string hubFile, PlatformPair pair, string site)
    {
        (this.verb, this.hubFile, this.pair, this.site) = (verb, hubFile, pair, site);
        before = SideState.Of(pair.OldDocroot, site);
        targetBefore = SideState.Of(TargetDocroot, NewName(site));
        databases = Databases(pair.OldDocroot, site);
    }

    private string TargetDocroot => verb is "clone" or "deploy" ? pair.NewDocroot : pair.OldDocroot;

    public static string NewName(string site) => "new-" + site;

    /// <param name="side">"new" where it must have been done, "old" where not; null where either will do.</param>
    public IReadOnlyList<string> Problems(string? side = null)
    {
        using var store = SqliteStore.Open(hubFile);
        var isDone = store.Read(session => verb == "restore"
            ? session.KeptSides.All().Count > 0 : session.Sites.Get(NewName(site)) is not null);
        var problems = new List<string>();
        if (side is not null && isDone != (side == "new"))
            problems.Add(isDone ? "it was done" : "it was not done");
        problems.AddRange(isDone ? OfDone() : OfUndone());
        problems.AddRange(Leftovers(store));
        return problems;
    }

    public void AssertWhole(string side, string? context = null)
    {
        var problems = Problems(side);
        Assert.True(problems.Count == 0, string.Join('\n', problems) + "\n" + context);
    }

    private IEnumerable<string> OfUndone()
    {
        var now = SideState.Of(pair.OldDocroot, site);
        foreach (var problem in now.ChangesSince(before).Concat(Served(pair.OldDocroot, site)))
            yield return problem;
        if (verb != "restore")
            foreach (var problem in SideState.Of(TargetDocroot, NewName(site)).ChangesSince(targetBefore))
                yield return problem;
        if (!Databases(pair.OldDocroot, site).SequenceEqual(databases))
            yield return $"databases: {string.Join(' ', Databases(pair.OldDocroot, site))}, not {string.Join(' ', databases)}";
        if (verb == "restore" && !File.Exists($"{pair.OldDocroot}/sites/{site}/files/{Later}"))
            yield return "what came after the backup is gone";
    }

    private IEnumerable<string> OfDone()
    {
        var name = verb == "restore" ? site : NewName(site);
        foreach (var problem in Served(TargetDocroot, name))
            yield return problem;
        var now = SideState.Of(TargetDocroot, name);
        if (now.Entries.Any(entry => entry.StartsWith(".aegir-", StringComparison.Ordinal)))
            yield return $"the new folder holds {string.Join(' ', now.Entries)}";
        if (verb is "clone" or "deploy")
        {
            foreach (var problem in SideState.Of(pair.OldDocroot, site).ChangesSince(before).Concat(Served(pair.OldDocroot, site)))
                yield return problem;
            yield break;
        }
        var left = verb == "rename" ? site : now.Beside.Single(entry => entry.EndsWith("-aside", StringComparison.Ordinal));
        if (!File.ReadAllText($"{pair.OldDocroot}/sites/{left}/settings.php").Contains("BEGIN Aegir gate", StringComparison.Ordinal))
            yield return "the side that was left is open";
        foreach (var problem in now.ChangesBeside(before, name, left))
            yield return problem;
        if (verb == "restore" && File.Exists($"{pair.OldDocroot}/sites/{site}/files/{Later}"))
            yield return "what came after the backup is still there";
    }

    private static IEnumerable<string> Served(string docroot, string name)
    {
        using var visitor = new WebVisitor(docroot);
        var (status, body) = visitor.Get(name);
        if (status != HttpStatusCode.OK)
            yield return $"{name} answers {status}";
        foreach (var page in new[] { "First page", "Second page", "Third page", $"/sites/{name}/files" })
            if (!body.Contains(page, StringComparison.Ordinal))
                yield return $"'{page}' is missing on {name}";
        if (visitor.GetBytes(name, $"/sites/{name}/{MoveBench.Upload}").Length == 0)
            yield return $"the upload of {name} is not served";
    }

    private IEnumerable<string> Leftovers(SqliteStore store)
    {
        if (store.Read(session => session.Leases.All()) is { Count: > 0 } leases)
            yield return $"held: {string.Join(' ', leases)}";
        foreach (var line in MarkedProcesses.Of(hubFile))
            yield return "still running: " + line;
        foreach (var name in Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(hubFile) + "/backups").Select(path => Path.GetFileName(path)!))
            if (name.StartsWith('.') || name.EndsWith(".part", StringComparison.Ordinal))
                yield return "left in the backup folder: " + name;
    }

    private static string[] Databases(string docroot, string site) =>
        [.. Directory.EnumerateFiles($"{docroot}/sites/{site}/files", ".ht.*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
