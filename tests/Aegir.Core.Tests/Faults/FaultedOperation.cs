using Aegir.TestWorker;
using Aegir.Tests.Components;

namespace Aegir.Tests.Faults;

/// <summary>An operation that things go wrong in.</summary>
/// <param name="Verb">As a worker is told (<see cref="Verbs"/>).</param>
/// <param name="Target">The site, platform, makefile or distribution.</param>
/// <param name="IsDone">Tells whether it has happened; null where it changes nothing that was in order.</param>
internal sealed record FaultedOperation(string Verb, string Target, Func<AegirHub, bool>? IsDone)
{
    /// <summary>What has to be there before it.</summary>
    public Func<FaultWorld, AegirHub, Task> Prepare { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>True where a site and its database are worked on.</summary>
    public bool HasSite { get; init; } = true;

    public override string ToString() => Verb;

    public static IReadOnlyList<FaultedOperation> OfSites { get; } =
    [
        new("install", FaultWorld.New, hub => Has(hub, FaultWorld.New)),
        new("import", FaultWorld.Found, hub => Has(hub, FaultWorld.Found)),
        new("verify", FaultWorld.Site, null),
        new("change", FaultWorld.Site, hub => hub.Sites.Get(FaultWorld.Site).Aliases.Count > 0),
        new("backup", FaultWorld.Site, hub => hub.Sites.Backups(FaultWorld.Site).Count > 0),
        new("restore", FaultWorld.Site, hub => hub.Sites.Backups(FaultWorld.Site).Count > 1 && !File.Exists(Later(hub)))
        {
            Prepare = async (_, hub) =>
            {
                await Verbs.RunAsync(hub, "backup", FaultWorld.Site, new RecordingSink());
                File.WriteAllText(Later(hub), "later");
            },
        },
        new("deploy", FaultWorld.Site, hub => Has(hub, "new-" + FaultWorld.Site))
        {
            Prepare = (_, hub) => Verbs.RunAsync(hub, "backup", FaultWorld.Site, new RecordingSink()),
        },
        new("migrate", FaultWorld.Site, hub => hub.Sites.Get(FaultWorld.Site).Platform == "new"),
        new("clone", FaultWorld.Site, hub => Has(hub, "new-" + FaultWorld.Site)),
        new("rename", FaultWorld.Site, hub => Has(hub, "new-" + FaultWorld.Site)),
        new("disable", FaultWorld.Site, hub => hub.Sites.Get(FaultWorld.Site).Status == SiteStatus.Disabled),
        new("enable", FaultWorld.Site, hub => hub.Sites.Get(FaultWorld.Site).Status == SiteStatus.Enabled)
        {
            Prepare = (_, hub) => Verbs.RunAsync(hub, "disable", FaultWorld.Site, new RecordingSink()),
        },
        new("remove", FaultWorld.Site, hub => !Has(hub, FaultWorld.Site)),
        new("upgrade", FaultWorld.Site, hub => hub.Sites.Get(FaultWorld.Site).Platform == "new"),
        new("undo", FaultWorld.Site, hub => hub.Sites.Get(FaultWorld.Site).Platform == "old")
        {
            Prepare = (_, hub) => Verbs.RunAsync(hub, "upgrade", FaultWorld.Site, new RecordingSink()),
        },
        new("forget", FaultWorld.Site, hub => !Directory.Exists($"{hub.Platforms.Get("old").Path}/sites/{FaultWorld.Site}"))
        {
            Prepare = (_, hub) => hub.Upgrades.RunOneAsync(FaultWorld.Site, new UpgradeOptions { KeepFor = TimeSpan.Zero }, new RecordingSink(), default),
        },
        new("remove-backup", FaultWorld.Site, hub => hub.Sites.Backups(FaultWorld.Site).Count == 0)
        {
            Prepare = (_, hub) => Verbs.RunAsync(hub, "backup", FaultWorld.Site, new RecordingSink()),
        },
        new("cron", FaultWorld.Site, null),
    ];

    public static IReadOnlyList<FaultedOperation> OfPlatforms { get; } =
    [
        new("verify-server", Server.MasterName, null)
        {
            HasSite = false,
            Prepare = (_, hub) => Verbs.RunAsync(hub, "verify-server", Server.MasterName, new RecordingSink()),
        },
        new("verify-platform", "old", null) { HasSite = false },
        new("build", FaultWorld.Makefile, hub => hub.Platforms.Find(new PlatformFilter()).Any(platform => platform.Name == "Built"))
        {
            HasSite = false,
            Prepare = (world, _) => world.WriteMakefileAsync(),
        },
        new("remove-platform", "spare", hub => hub.Platforms.Find(new PlatformFilter()).All(platform => platform.Name != "spare"))
        {
            HasSite = false,
            Prepare = async (world, hub) =>
            {
                Command.Run(Fixtures.At("make-platform"), "drupal-10.1.5", world.At("spare"));
                await hub.Platforms.AddAsync("spare", world.At("spare"), null, new RecordingSink(), default);
            },
        },
        new("update", "Followed", hub => hub.Distributions.Get("Followed").Target is not null)
        {
            HasSite = false,
            Prepare = (world, hub) => world.FollowAsync(hub),
        },
    ];

    private static bool Has(AegirHub hub, string site) => hub.Sites.Find(new SiteFilter()).Any(known => known.Name == site);

    private static string Later(AegirHub hub)
    {
        var site = hub.Sites.Get(FaultWorld.Site);
        return $"{hub.Platforms.Get(site.Platform).Path}/sites/{site.Directory}/files/later.txt";
    }
}
