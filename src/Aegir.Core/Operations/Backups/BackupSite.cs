using Aegir.Hosts;

namespace Aegir.Operations.Backups;

/// <summary>Takes a backup of a site while visitors are in: its database as at one moment, and its files as they are met (aegir-spec 2.5).</summary>
public sealed class BackupSite : Operation
{
    public const string TaskType = "backup";

    private readonly OperationServices services;
    private readonly State state;
    private readonly SiteBackup backup;

    private BackupSite(OperationServices services, State state)
    {
        this.services = services;
        this.state = state;
        backup = new SiteBackup(services, state.Backup);
    }

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => state.Site;

    public override IReadOnlyList<string> Resources => ["site:" + state.Site];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(services, state.Backup.PlatformId);

    /// <summary>The archive's path on the hub; null until it was chosen.</summary>
    public string? Archive => state.Backup.Order?.Archive;

    public override IReadOnlyList<Step> Steps =>
    [
        new("read the site", ReadAsync),
        new("dump", backup.CollectAsync) { Undo = backup.UndoAsync },
        new("pack", backup.PackAsync) { Undo = backup.UndoAsync },
        new("record", _ => Task.CompletedTask) { Commit = backup.Record },
    ];

    /// <exception cref="AegirException">SiteDisabled.</exception>
    public static BackupSite Create(OperationServices services, Site site, BackupOptions options)
    {
        SiteRules.RequireEnabled(site);
        var platform = services.Store.Read(session => session.Platforms.Get(site.Platform))!;
        return new(services, new State(site.Name, new BackupRecord { SiteId = site.Id, PlatformId = platform.Id, Options = options }));
    }

    public static BackupSite Rebuild(OperationServices services, string state) => new(services, Json.Read<State>(state));

    public override string Save() => Json.Write(state);

    private Task ReadAsync(StepContext context)
    {
        SiteRules.RequireUnchanged(services, state.Backup.SiteId, state.Backup.PlatformId, SiteStatus.Enabled);
        return backup.ReadAsync(context);
    }

    private sealed record State(string Site, BackupRecord Backup);
}
