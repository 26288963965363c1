using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations.Spokes;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>Reads a site afresh, and mends what is not as it should be on every machine that serves it (aegir-spec 2.2, 2.13). Nothing is written
/// where nothing has to change.</summary>
public sealed class VerifySite : Operation
{
    public const string TaskType = "verify";

    private readonly OperationServices services;
    private readonly Site site;
    private readonly Platform platform;
    private readonly SiteLocation location;
    private SiteFacts? facts;
    private Place? place;

    private VerifySite(OperationServices services, Site site)
    {
        (this.services, this.site) = (services, site);
        platform = services.Store.Read(session => session.Platforms.Get(site.Platform)) ?? throw Missing.Platform(site.Platform);
        location = new SiteLocation(platform.Path, site.Directory, site.Name, platform.CoreMajor);
    }

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => site.Name;

    public override IReadOnlyList<string> Resources => ["site:" + site.Name];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(services, platform.Id);

    public override IReadOnlyList<string> Folders => [location.Folder];

    public override IReadOnlyList<Step> Steps =>
    [
        new("members", AlignAsync),
        new("owners and modes", MendAsync),
        new("read the site", ReadAsync),
        new("record", _ => Task.CompletedTask) { Commit = Record },
        new("web server", HostAsync),
        new("keep", KeepAsync),
    ];

    /// <exception cref="AegirException">SiteDisabled.</exception>
    public static VerifySite Create(OperationServices services, Site site)
    {
        SiteRules.RequireEnabled(site);
        return new VerifySite(services, site);
    }

    /// <summary>Null for a verify of something else, which leaves nothing behind.</summary>
    public static VerifySite? Rebuild(OperationServices services, string state) =>
        services.Store.Read(session => session.Sites.Get(Json.Read<State>(state).SiteId)) is { } site ? new VerifySite(services, site) : null;

    public override string Save() => Json.Write(new State(site.Id));

    // One place for all steps: a member that misses one thing is left alone, and not taken for caught up.
    private async Task AlignAsync(StepContext context)
    {
        place = await services.Place(platform.Server).For(context).ReachAsync().ConfigureAwait(false);
        // A folder that is broken on the lead must not become that of the others.
        var gate = await place.Lead.Host.RunRequiredAsync(HostCommand.Script(
            "[ -f \"$1\" ] || { echo \"$1 does not exist\" >&2; exit 1; }; grep -aom 1 'BEGIN Aegir gate' \"$1\" || :", location.SettingsFile), context.Cancellation)
            .ConfigureAwait(false);
        // The site's lease is ours: no task that the store knows of shuts it.
        if (gate.Output.Length > 0)
            await new UnownedGate(services, SiteTarget.Of(services, site), place, context).OpenAsync().ConfigureAwait(false);
        await new SiteSync(services, context).AlignAsync(place, platform.Path, site.Directory).ConfigureAwait(false);
    }

    private Task MendAsync(StepContext context) => place!.EachAsync(async member =>
    {
        await SiteModes.MendAsync(member, location, context).ConfigureAwait(false);
        if (await SiteNames.SetAsync(member.Host, member.Server.Php, location, [site.Name, .. site.Aliases], context.Cancellation).ConfigureAwait(false))
            context.Info("sites.php and trusted hosts now have the site's names.");
    });

    private async Task ReadAsync(StepContext context)
    {
        var lead = place!.Lead;
        facts = await SiteReader.ReadAsync(lead.Host, lead.Server.Php, location, null, context.Cancellation).ConfigureAwait(false);
        await SiteGrants.MendAsync(services, site, facts.Database, location, place, context).ConfigureAwait(false);
        if (!facts.Connected)
            facts = await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, location, null, context.Cancellation).ConfigureAwait(false);
        if (place.Server.IsCluster && facts.Database.Type == DatabaseType.Sqlite)
            context.Warn($"The database of '{site.Name}' is a file, of which each member of '{place.Server.Name}' has its own unless they share storage.");
        if (facts.Maintenance)
            context.Warn($"'{site.Name}' is in Drupal's maintenance mode.");
        context.Info($"{facts.Packages.Count(package => package.Enabled)} enabled packages, profile {facts.Profile}.");
    }

    private void Record(StateSession session, long taskId)
    {
        var current = session.Sites.Get(site.Id)!;
        SiteRecord.Save(session, current.With(facts!), session.Platforms.Get(current.Platform)!.Id, facts!);
    }

    private async Task HostAsync(StepContext context) => await SiteHosting.PublishAsync(
        services, await PlaceAsync(context).ConfigureAwait(false), SiteHosting.Of(site, platform), reload: true, context.Cancellation).ConfigureAwait(false);

    private async Task KeepAsync(StepContext context)
    {
        await HubCopies.KeepSiteAsync(services, await PlaceAsync(context).ConfigureAwait(false), platform.Path, site.Directory, context).ConfigureAwait(false);
        await ClientFolder.TryAsync(context, () =>
            ClientFolder.LinkSiteAsync(services, site.Client, site.Name, $"{platform.Path}/sites/{site.Directory}", context)).ConfigureAwait(false);
        // Whoever finishes what another process began does not know what that one did.
        if (place is not null)
            services.Store.Write(place.CaughtUp);
    }

    private async Task<Place> PlaceAsync(StepContext context) =>
        place ?? await services.Place(platform.Server).For(context).ReachAsync().ConfigureAwait(false);

    private sealed record State(long SiteId);
}
