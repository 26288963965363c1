using Aegir.Hosts;
using Aegir.Operations.Builds;
using Aegir.Tests.Building;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;
using Aegir.Tests.Upgrades.Kills;

namespace Aegir.Tests.Faults;

/// <summary>A hub with two platforms and two sites on a MariaDB, behind nginx; each volume is a disk of its own where disks can be mounted. All of it
/// can be had again as it was.</summary>
internal sealed class FaultWorld : IDisposable
{
    public const string Site = "one.example.test";
    public const string Bystander = "by.example.test";
    public const string Found = "found.example.test";
    public const string New = "fresh.example.test";
    public const string Makefile = "MAKEFILE";

    /// <summary>What is in the names of all their databases, as SQL's LIKE has it.</summary>
    public const string DatabaseNames = "%example";

    private readonly TempFolder folder = new("aegir-faults-");
    private readonly TempFolder web = new("aegir-faults-web-");
    private readonly TempFolder aside = new("aegir-faults-aside-");
    private readonly TempFolder keys = new("aegir-faults-ssh-");
    private readonly List<Volume> volumes = [];
    private readonly PlatformPair pair;
    private readonly NginxUnderTest server;
    private readonly Dictionary<string, MariaDbState> states = [];
    private readonly Lazy<SshServer> ssh;
    private readonly Lazy<Link> link;
    private DrupalOrg? drupal;

    /// <param name="mounts">Whether disks can be mounted here.</param>
    public FaultWorld(bool mounts)
    {
        if (mounts)
            Mount("platforms", folder.Path, 64);
        foreach (var name in new[] { "hub", "hub/backups" })
        {
            Directory.CreateDirectory(folder.At(name));
            if (mounts)
                Mount(name == "hub" ? "store" : "backups", folder.At(name), 48);
        }
        Directory.CreateDirectory(web.At("aegir"));
        if (mounts)
            Mount("configuration", web.At("aegir"), 4);
        Databases = MariaDbServer.With(path =>
        {
            if (mounts)
                Mount("database", path, 160);
        });
        keys.Write("scarce/scarce.ini", $"memory_limit=2M\nauto_prepend_file={keys.At("hog.php")}\n");
        keys.Write("hog.php", "<?php $GLOBALS['hog'] = str_repeat('x', 1_450_000);\n");
        ssh = new(() => new SshServer(keys));
        link = new(() => new Link(ssh.Value.Server.SshPort));
        server = (NginxUnderTest)WebServerUnderTest.Start(web, WebServerType.Nginx, cachesCode: false);
        pair = PlatformPair.StandIn(folder);
        foreach (var site in new[] { Site, Bystander, Found })
            pair.InstallOn(Databases, site);
        Command.Run("chmod", "755", folder.Path);
        Begin().GetAwaiter().GetResult();
        Keep("base");
    }

    public MariaDbServer Databases { get; }

    public Link Link => link.Value;

    public RawVisitor Visitor => server.Visitor;

    public string HubFile => folder.At("hub/hub.db");

    public string HostFolder => server.HostFolder;

    public string PlatformFolder => folder.Path;

    /// <summary>What tells faketime.</summary>
    public string ClockFile => keys.At("clock");

    /// <summary>A folder with settings for PHP that leave it little memory.</summary>
    public string ScarceMemory => keys.At("scarce");

    public IReadOnlyList<string> Docroots => [pair.OldDocroot, pair.NewDocroot];

    public IEnumerable<string> VolumeNames => volumes.Select(volume => volume.Name);

    public string At(string relative) => folder.At(relative);

    public Volume Volume(string name) => volumes.Single(volume => volume.Name == name);

    /// <summary>The hub's own machine by way of ssh.</summary>
    public IHost Ssh() => SshServer.Open(ssh.Value.Server with { SshPort = Link.Port }, ssh.Value.KnownHosts);

    /// <summary>As the operation finds it; from now on a reset leads here.</summary>
    public async Task PrepareAsync(FaultedOperation operation)
    {
        Restore("base");
        using (var hub = AegirHub.Open(HubFile))
            await operation.Prepare(this, hub);
        Keep("now");
    }

    public void Reset() => Restore("now");

    /// <summary>What the operation is told to work on.</summary>
    public string TargetOf(FaultedOperation operation) => operation.Target == Makefile ? At("site.make") : operation.Target;

    public Task WriteMakefileAsync()
    {
        File.WriteAllText(At("site.make"), $"""
            core = 7.x
            api = 2
            projects[drupal][download][type] = get
            projects[drupal][download][url] = {Drupal.Server.Url}/files/drupal-7.98.tar.gz
            """);
        return Task.CompletedTask;
    }

    /// <summary>A distribution with a makefile to follow.</summary>
    public async Task FollowAsync(AegirHub hub)
    {
        await WriteMakefileAsync();
        hub.Distributions.Add("Followed");
        hub.Distributions.Set("Followed", distribution => distribution with { Source = new MakefileUpdates(At("site.make")) });
    }

    public void Dispose()
    {
        drupal?.Dispose();
        if (link.IsValueCreated)
            link.Value.Dispose();
        if (ssh.IsValueCreated)
            ssh.Value.Dispose();
        server.Dispose();
        Databases.Kill();
        foreach (var volume in Enumerable.Reverse(volumes))
            volume.Dispose();
        Databases.Dispose();
        foreach (var mine in new[] { folder, web, aside, keys })
            mine.Dispose();
    }

    private DrupalOrg Drupal
    {
        get
        {
            if (drupal is null)
            {
                drupal = new DrupalOrg();
                drupal.AddCore(aside);
            }
            return drupal;
        }
    }

    private void Mount(string name, string path, int megabytes) => volumes.Add(new Volume(name, path, megabytes));

    private async Task Begin()
    {
        using var test = new TestHub(pair, Databases.OptionFile, web: server.Server);
        foreach (var site in new[] { Site, Bystander })
        {
            await test.Hub.Sites.ImportAsync("old", site, null, test.Sink, default);
            // What an installer leaves is not what we would have.
            await test.Hub.Sites.VerifyAsync(site, test.Sink, default);
        }
        test.Hub.Distributions.SetTarget("Drupal", "new");
    }

    private void Keep(string name)
    {
        Directory.CreateDirectory(aside.At(name));
        foreach (var (from, to) in Folders(name))
            Copy(from, to);
        states[name] = new MariaDbState(Databases, DatabaseNames);
    }

    private void Restore(string name)
    {
        foreach (var (from, to) in Folders(name))
            Copy(to, from);
        states[name].Restore();
        // It may still go by what came of the last run.
        server.Reload();
    }

    private IEnumerable<(string From, string To)> Folders(string name) => [(folder.Path, aside.At(name + "/all")), (web.At("aegir"), aside.At(name + "/web"))];

    // Only what differs, so that it costs little; times alone do not tell, as opening a gate gives a file its own again.
    private static void Copy(string from, string to) => Command.Run(
        "rsync", "-a", "--checksum", "--delete", "--mkpath", "--exclude=.ballast", from + "/", to + "/");
}
