using Aegir.Benchmarks.Measuring;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Benchmarks.Upgrades;

/// <summary>One site on an old release, on MariaDB, that can be upgraded again and again: everything is put back before each run.</summary>
internal sealed class UpgradeStage : IDisposable
{
    public const string Site = "one.example.test";

    private readonly TempFolder folder = new();
    private readonly (string? Old, string? New) given = (PlatformPair.RealOld, PlatformPair.RealNew);
    private readonly MariaDbServer server;
    private readonly string database;
    private readonly HashSet<string> databases;
    private readonly HashSet<string> users;
    private int runs;

    public UpgradeStage(MariaDbServer server)
    {
        this.server = server;
        CopyRealCodeBases();
        Pair = PlatformPair.Make(folder, PlatformPair.Available.Contains("real") ? "real" : "stand-in 10");
        var url = server.MakeDatabase();
        database = url[(url.LastIndexOf('/') + 1)..];
        Pair.Install(Site, url);
        // What a first visitor makes Drupal write is part of the site that both contenders get.
        using (var visitor = new WebVisitor(Pair.OldDocroot))
            visitor.Get(Site);
        using (var hub = OpenHub(null))
            RegisterAsync(hub).GetAwaiter().GetResult();
        Command.Run("cp", "-a", SiteFolder, Kept("site"));
        Command.Run("cp", "-a", folder.At("hub"), Kept("hub"));
        Command.Run("sh", "-c", "mariadb-dump --defaults-extra-file=\"$1\" --single-transaction \"$2\" >\"$3\"",
            "sh", server.OptionFile, database, Kept("database.sql"));
        databases = [.. Lines("SHOW DATABASES")];
        users = [.. Users()];
    }

    public PlatformPair Pair { get; }

    /// <summary>What is upgraded, in words.</summary>
    public string Title { get; private set; } = "";

    /// <summary>What the commands of the last upgrade took.</summary>
    public TimedHost? Commands { get; private set; }

    private string SiteFolder => $"{Pair.OldDocroot}/sites/{Site}";

    /// <summary>Fills a folder with uploads that <see cref="Reset"/> can put into the site without copying them.</summary>
    public void MakeUploads(int count, int size)
    {
        Directory.CreateDirectory(Kept("uploads"));
        var bytes = new byte[size];
        for (var i = 0; i < count; i++)
        {
            Random.Shared.NextBytes(bytes);
            File.WriteAllBytes($"{Kept("uploads")}/upload-{i:0000}.jpg", bytes);
        }
    }

    /// <summary>The site as it was on the old release, and no trace of an upgrade.</summary>
    public void Reset(bool withUploads)
    {
        foreach (var side in new[] { Pair.NewDocroot, Pair.OldDocroot })
            if (!Directory.Exists(Kept("uploads")) && Directory.Exists($"{side}/sites/{Site}/files/uploads") && new DirectoryInfo($"{side}/sites/{Site}/files").LinkTarget is null)
                Directory.Move($"{side}/sites/{Site}/files/uploads", Kept("uploads"));
        // Compiled code stays, as it does from one site of a platform to the next.
        if (Directory.Exists(folder.At("hub/cache")))
            Directory.Move(folder.At("hub/cache"), Kept("cache"));
        Command.Run("sh", "-c", "chmod -R u+w \"$1\" \"$2\" 2>/dev/null; rm -rf \"$1\" \"$2\" \"$3\" \"$4/hub\" \"$4/work\"; mkdir \"$4/work\"",
            "sh", $"{Pair.NewDocroot}/sites/{Site}", SiteFolder, $"{Pair.NewDocroot}/sites/sites.php", folder.Path);
        foreach (var made in Lines("SHOW DATABASES").Except(databases))
            server.Query($"DROP DATABASE {made}");
        foreach (var made in Users().Except(users))
            server.Query($"DROP USER {made}");
        server.Query($"DROP DATABASE IF EXISTS {database}; CREATE DATABASE {database} CHARACTER SET utf8mb4");
        Command.Run("sh", "-c", "mariadb --defaults-extra-file=\"$1\" \"$2\" <\"$3\"", "sh", server.OptionFile, database, Kept("database.sql"));
        Command.Run("cp", "-a", Kept("site"), SiteFolder);
        Command.Run("cp", "-a", Kept("hub"), folder.At("hub"));
        if (Directory.Exists(Kept("cache")))
            Directory.Move(Kept("cache"), folder.At("hub/cache"));
        if (withUploads)
        {
            Command.Run("chmod", "u+w", SiteFolder + "/files");
            Directory.Move(Kept("uploads"), SiteFolder + "/files/uploads");
        }
        // What is still on its way to the disk is not the next run's fault.
        Command.Run("sync");
    }

    /// <summary>Upgrades the site with the hub.</summary>
    public async Task<UpgradeResult> UpgradeAsync(StepSink sink)
    {
        Commands = new TimedHost(new LocalHost()) { Prefix = () => sink.Current };
        using var hub = OpenHub(Commands);
        var results = await hub.Upgrades.RunAsync(Sites(), new UpgradeOptions(), sink, default);
        return results.Single() is { Outcome: UpgradeOutcome.Upgraded } result
            ? result
            : throw new InvalidOperationException($"The upgrade failed: {results.Single().Message}");
    }

    /// <summary>Upgrades the site with a script.</summary>
    /// <param name="script">plain-upgrade.sh or original-upgrade.sh.</param>
    /// <returns>What each of its steps took.</returns>
    public IReadOnlyList<(string Step, double Seconds)> UpgradeBy(string script)
    {
        Dictionary<string, string> given = new()
        {
            ["OPTIONS"] = server.OptionFile,
            ["OLD_ROOT"] = Pair.OldRoot,
            ["NEW_ROOT"] = Pair.NewRoot,
            ["OLD"] = Pair.OldDocroot,
            ["NEW"] = Pair.NewDocroot,
            ["SITE"] = Site,
            ["FROM"] = database,
            ["TO"] = $"script{++runs}",
            ["WORK"] = folder.At("work"),
            ["MAJOR"] = $"{Pair.Major}",
        };
        return ScriptSteps.Of(Command.RunWith(given, "sh", "-c", Script("upgrade-steps.sh") + Script(script) + "step end\n"));
    }

    /// <summary>Makes sure that the site works on the new release.</summary>
    public void RequireUpgraded()
    {
        using var visitor = new WebVisitor(Pair.NewDocroot);
        var (status, body) = visitor.Get(Site);
        if ((int)status != 200 || !body.Contains("Title of " + Site, StringComparison.Ordinal))
            throw new InvalidOperationException($"The site does not work after its upgrade: {status} {body}");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("AEGIR_TEST_PLATFORM_OLD", given.Old);
        Environment.SetEnvironmentVariable("AEGIR_TEST_PLATFORM_NEW", given.New);
        Command.Try("chmod", "-R", "u+w", folder.Path);
        folder.Dispose();
    }

    // Links to the given folders would change their times with every other program that links to them, and a platform would be read anew.
    private void CopyRealCodeBases()
    {
        if (PlatformPair.RealOld is not { } old || PlatformPair.RealNew is not { } target)
            return;
        Command.Run("cp", "-a", old, folder.At("copy-old"));
        Command.Run("cp", "-a", target, folder.At("copy-new"));
        Environment.SetEnvironmentVariable("AEGIR_TEST_PLATFORM_OLD", folder.At("copy-old"));
        Environment.SetEnvironmentVariable("AEGIR_TEST_PLATFORM_NEW", folder.At("copy-new"));
    }

    private async Task RegisterAsync(AegirHub hub)
    {
        var sink = new SilentSink();
        hub.Servers.Set(Server.MasterName, master => master with { Database = DatabaseType.MariaDb, DatabaseOptionFile = server.OptionFile, OpcacheSeconds = 0 });
        hub.Distributions.Add("Drupal");
        var old = await hub.Platforms.AddAsync("old", Pair.OldRoot, "Drupal", sink, default);
        var target = await hub.Platforms.AddAsync("new", Pair.NewRoot, "Drupal", sink, default);
        foreach (var directory in await hub.Sites.FindUnknownAsync("old", default))
            await hub.Sites.ImportAsync("old", directory, null, sink, default);
        hub.Distributions.SetTarget("Drupal", "new");
        Title = $"{(Pair.IsReal ? "Drupal" : "stand-in of Drupal")} {old.CoreVersion} to {target.CoreVersion}";
    }

    private AegirHub OpenHub(IHost? host) => AegirHub.Open(folder.At("hub/hub.db"), host is null ? null : _ => host);

    private string Kept(string name) => folder.At("kept-" + name);

    private string[] Lines(string sql) => server.Query(sql).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string[] Users() => Lines("SELECT CONCAT(QUOTE(User), '@', QUOTE(Host)) FROM mysql.user");

    private static async IAsyncEnumerable<string> Sites()
    {
        yield return Site;
        await Task.CompletedTask;
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(typeof(UpgradeStage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
