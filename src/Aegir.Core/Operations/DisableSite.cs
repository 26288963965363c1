using Aegir.Hosts;
using Aegir.Operations.Backups;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>Takes a site out of service: a backup is made, visitors are answered a notice with 503, cron and drush are kept out. From then on it
/// can only be enabled or removed (aegir-spec 1.9, 2.10).</summary>
public sealed class DisableSite : Operation
{
    public const string TaskType = "disable";

    private readonly OperationServices services;
    private readonly State state;
    private readonly SiteShut shut;
    private readonly SiteBackup backup;

    private DisableSite(OperationServices services, State state)
    {
        (this.services, this.state) = (services, state);
        shut = new SiteShut(services, state.Target);
        backup = new SiteBackup(services, state.Backup, shut.Token);
    }

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => state.Target.Name;

    public override IReadOnlyList<string> Resources => ["site:" + Target];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(services, state.Target.PlatformId);

    public override IReadOnlyList<string> Folders => [state.Target.Location(services).Folder];

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("shut", shut.CloseAsync) { Undo = shut.ReopenAsync },
        .. state.NoBackup ? Array.Empty<Step>() :
        [
            new("read the site", ReadAsync),
            new("dump", backup.CollectAsync) { Undo = backup.UndoAsync },
            new("pack", backup.PackAsync) { Undo = backup.UndoAsync },
        ],
        new("web server", context => HostAsync(context, SiteStatus.Disabled)) { Undo = context => HostAsync(context, SiteStatus.Enabled) },
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("keep", KeepAsync),
    ];

    /// <exception cref="AegirException">SiteDisabled.</exception>
    public static DisableSite Create(OperationServices services, Site site, bool noBackup)
    {
        SiteRules.RequireEnabled(site);
        var target = SiteTarget.Of(services, site);
        return new(services, new State(target, noBackup, new BackupRecord
        {
            SiteId = target.SiteId, PlatformId = target.PlatformId, Options = new BackupOptions { Description = "Before it was disabled" },
        }));
    }

    public static DisableSite Rebuild(OperationServices services, string state) => new(services, Json.Read<State>(state));

    public override string Save() => Json.Write(state);

    private Task CheckAsync(StepContext context)
    {
        SiteRules.RequireUnchanged(services, state.Target.SiteId, state.Target.PlatformId, SiteStatus.Enabled);
        return state.Target.Place(services, context).RequireAllAsync();
    }

    private async Task ReadAsync(StepContext context)
    {
        var facts = await backup.ReadAsync(context).ConfigureAwait(false);
        await shut.SettleAsync(facts.Database, context).ConfigureAwait(false);
    }

    private Task HostAsync(StepContext context, SiteStatus status) => SiteHosting.PublishAsync(services, state.Target.Place(services, context),
        SiteHosting.Of(state.Target.Site(services) with { Status = status }, state.Target.Platform(services)), reload: true, context.Cancellation, urgent: true);

    private void Commit(StateSession session, long taskId)
    {
        session.Sites.SetStatus(state.Target.SiteId, SiteStatus.Disabled);
        if (!state.NoBackup)
            backup.Record(session, taskId);
    }

    // From now on no task is at work here, and a store that is older than this must not take the gate for that of one.
    private async Task KeepAsync(StepContext context)
    {
        await shut.SealAsync(context).ConfigureAwait(false);
        await HubCopies.KeepSiteAsync(services, state.Target.Place(services, context),
            state.Target.Platform(services).Path, state.Target.Site(services).Directory, context).ConfigureAwait(false);
    }

    private sealed record State(SiteTarget Target, bool NoBackup, BackupRecord Backup);
}
