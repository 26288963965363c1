using Aegir.Tests.Components;
using Aegir.Tests.Spokes;

namespace Aegir.Tests.Faults;

/// <summary>An operation on a site on a machine of its own, whose ssh is cut; at first the site is enabled on m1-old, with an upload and no backups.</summary>
/// <param name="Faulted">What it is called, and what tells whether it has happened.</param>
/// <param name="Run">Does it.</param>
internal sealed record SpokeOperation(FaultedOperation Faulted, Func<AegirHub, ITaskSink, Task<object>> Run)
{
    public const string Site = "far.example.test";

    /// <summary>Another site that an operation makes, or the site's name after a rename.</summary>
    public const string New = "new-" + Site;

    /// <summary>Which machine is cut off, from 0.</summary>
    public int Machine { get; init; }

    /// <summary>What has to be there before it.</summary>
    public Func<AegirHub, ITaskSink, Task> Prepare { get; init; } = (_, _) => Task.CompletedTask;

    public static IReadOnlyList<SpokeOperation> All { get; } =
    [
        new(new("install-remote", New, hub => Has(hub, New)), async (hub, sink) => await hub.Sites.InstallAsync(Order(New), sink, default)),
        new(new("verify-remote", Site, null), async (hub, sink) => await hub.Sites.VerifyAsync(Site, sink, default)),
        new(new("change-remote", Site, hub => hub.Sites.Get(Site).Aliases.Count > 0), async (hub, sink) =>
            await hub.Sites.ChangeAsync(Site, new SiteChange { AddAliases = ["alias." + Site] }, sink, default)),
        new(new("backup-remote", Site, hub => hub.Sites.Backups(Site).Count > 0), async (hub, sink) => await hub.Sites.BackupAsync(Site, new BackupOptions(), sink, default)),
        new(new("clone-remote", Site, hub => Has(hub, New)), Moving(new MoveRequest(MoveKind.Clone, Site) { NewName = New, Platform = "m1-new" })),
        new(new("rename-remote", Site, hub => Has(hub, New)), Moving(new MoveRequest(MoveKind.Rename, Site) { NewName = New })),
        new(new("disable-remote", Site, hub => hub.Sites.Get(Site).Status == SiteStatus.Disabled), async (hub, sink) => await hub.Sites.DisableAsync(Site, false, sink, default)),
        new(new("enable-remote", Site, hub => hub.Sites.Get(Site).Status == SiteStatus.Enabled), async (hub, sink) => await hub.Sites.EnableAsync(Site, sink, default))
        {
            Prepare = (hub, sink) => hub.Sites.DisableAsync(Site, true, sink, default),
        },
        new(new("remove-remote", Site, hub => !Has(hub, Site)), async (hub, sink) =>
        {
            await hub.Sites.RemoveAsync(Site, false, sink, default);
            return "removed";
        }),
        new(new("upgrade-remote", Site, hub => hub.Sites.Get(Site).Platform == "m1-new"), Upgrade),
        new(new("undo-remote", Site, hub => hub.Sites.Get(Site).Platform == "m1-old"), async (hub, sink) => await hub.Upgrades.UndoAsync(Site, sink, default)) { Prepare = Upgrade },
        new(new("migrate-remote", Site, hub => hub.Sites.Get(Site).Platform == "m2-new"), Moving(new MoveRequest(MoveKind.Migrate, Site) { Platform = "m2-new" })),
        new(new("arrive-remote", Site, hub => hub.Sites.Get(Site).Platform == "m2-new"), Moving(new MoveRequest(MoveKind.Migrate, Site) { Platform = "m2-new" })) { Machine = 1 },
    ];

    public override string ToString() => Faulted.Verb;

    /// <summary>All is as it was at first.</summary>
    public static async Task BackAsync(SpokeBench bench)
    {
        var (hub, sink) = (bench.Hub, bench.Sink);
        if (Has(hub, New) && Has(hub, Site))
            await hub.Sites.RemoveAsync(New, true, sink, default);
        else if (Has(hub, New))
            await hub.Upgrades.UndoAsync(New, sink, default);
        if (!Has(hub, Site))
        {
            await hub.Sites.InstallAsync(Order(Site), sink, default);
            bench.Upload(bench.Lab[0], "m1-old", Site);
        }
        if (hub.Sites.Get(Site).Status == SiteStatus.Disabled)
            await hub.Sites.EnableAsync(Site, sink, default);
        if (hub.Sites.Get(Site).Platform != "m1-old")
            await hub.Upgrades.UndoAsync(Site, sink, default);
        await hub.Sites.ChangeAsync(Site, new SiteChange { Aliases = [] }, sink, default);
        foreach (var backup in hub.Sites.Backups())
            await hub.Sites.RemoveBackupAsync(backup.Id, sink, default);
        Assert.True(hub.Sites.Get(Site).Platform == "m1-old" && !Has(hub, New), sink.ToString());
    }

    public static bool Has(AegirHub hub, string site) => hub.Sites.Find(new SiteFilter()).Any(known => known.Name == site);

    private static NewSite Order(string name) => new() { Name = name, Platform = "m1-old", Title = "Life" };

    private static async Task<object> Upgrade(AegirHub hub, ITaskSink sink) => await hub.Upgrades.RunOneAsync(Site, new UpgradeOptions(), sink, default);

    private static Func<AegirHub, ITaskSink, Task<object>> Moving(MoveRequest request) => async (hub, sink) => await hub.Moves.RunAsync(request, sink, default);
}
