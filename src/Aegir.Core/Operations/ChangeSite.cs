using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>Changes what a site answers to and how: aliases, redirection, https, client, cron. On every machine sites.php, the hosts that
/// settings.php trusts and the web server's host follow; undone they are as before.</summary>
public sealed class ChangeSite : Operation
{
    public const string TaskType = "change";

    private readonly OperationServices services;
    private readonly State state;

    private ChangeSite(OperationServices services, State state) => (this.services, this.state) = (services, state);

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => state.Target.Name;

    public override IReadOnlyList<string> Resources => ["site:" + Target];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(services, state.Target.PlatformId);

    public override IReadOnlyList<string> Folders => [state.Target.Location(services).Folder];

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("names", context => NameAsync(context, state.New)) { Undo = context => NameAsync(context, state.Old) },
        new("web server", context => HostAsync(context, state.New)) { Undo = context => HostAsync(context, state.Old) },
        new("commit", _ => Task.CompletedTask) { Commit = Commit },
        new("keep", KeepAsync),
    ];

    /// <summary>Null where nothing would change.</summary>
    /// <exception cref="AegirException">SiteDisabled, AliasInvalid, SiteExists, RedirectionInvalid, ClientInvalid, IntervalInvalid.</exception>
    public static ChangeSite? Create(OperationServices services, Site site, SiteChange change)
    {
        SiteRules.RequireEnabled(site);
        var changed = Changed(site, change);
        if (Json.Write(changed) == Json.Write(site))
            return null;
        services.Store.Read(session =>
        {
            SiteNaming.RequireFree(session, [site.Name, .. changed.Aliases], site.Id);
            return true;
        });
        return new(services, new State(SiteTarget.Of(services, site), site, changed));
    }

    public static ChangeSite Rebuild(OperationServices services, string state) => new(services, Json.Read<State>(state));

    public override string Save() => Json.Write(state);

    private static Site Changed(Site site, SiteChange change)
    {
        var aliases = change.Aliases is null ? site.Aliases
            : SiteNaming.CheckedAliases(site.Name, change.Aliases);
        aliases = [.. aliases.Union(SiteNaming.CheckedAliases(site.Name, change.AddAliases)).Except(change.RemoveAliases.Select(Names.Domain))];
        var redirection = change.Redirection is null ? site.Redirection : change.Redirection.Length == 0 ? null : Names.Domain(change.Redirection);
        if (redirection is not null && redirection != site.Name && (!aliases.Contains(redirection) || redirection.StartsWith('*')))
            throw new AegirException(AegirErrorKind.InvalidInput, "RedirectionInvalid", $"'{redirection}' is not a name of '{site.Name}'.",
                "Redirect to the site's domain or to one of its aliases; an empty text ends the redirection.");
        // PowerShell takes a bare number for one of 100 ns.
        if (change.CronInterval is { } interval && interval != TimeSpan.Zero && interval < TimeSpan.FromMinutes(1))
            throw new AegirException(AegirErrorKind.InvalidInput, "IntervalInvalid", $"Cron cannot be due every {interval}.",
                "Give a time of a minute or more, such as 01:00:00, or 0 for never.");
        return site with
        {
            Aliases = aliases,
            Redirection = redirection,
            Https = change.Https ?? site.Https,
            Certificate = change.Certificate is null ? site.Certificate : change.Certificate.Length == 0 ? null : change.Certificate,
            Client = change.Client is null ? site.Client : SiteNaming.CheckedClient(change.Client),
            CronInterval = change.CronInterval ?? site.CronInterval,
        };
    }

    private Task CheckAsync(StepContext context)
    {
        SiteRules.RequireUnchanged(services, state.Target.SiteId, state.Target.PlatformId, SiteStatus.Enabled);
        var place = state.Target.Place(services, context);
        if (state.New is not { Https: HttpsMode.Off, Redirection: null }
            && (state.New.Https, state.New.Redirection) != (state.Old.Https, state.Old.Redirection)
            && place.Members.All(member => member.Server.WebServer == WebServerType.None))
            context.Warn($"The hub does not configure the web server of '{place.Server.Name}': redirections and https are left to whoever does.");
        return Task.CompletedTask;
    }

    private async Task NameAsync(StepContext context, Site site)
    {
        if (state.Old.Aliases.SequenceEqual(state.New.Aliases))
            return;
        var location = state.Target.Location(services);
        await state.Target.Place(services, context).EachAsync(member =>
            SiteNames.SetAsync(member.Host, member.Server.Php, location, [site.Name, .. site.Aliases], context.Cancellation)).ConfigureAwait(false);
    }

    private Task HostAsync(StepContext context, Site site) => SiteHosting.PublishAsync(services, state.Target.Place(services, context),
        SiteHosting.Of(site, state.Target.Platform(services)), reload: true, context.Cancellation);

    private void Commit(StateSession session, long taskId)
    {
        SiteNaming.RequireFree(session, [state.New.Name, .. state.New.Aliases], state.Target.SiteId);
        var site = session.Sites.Get(state.Target.SiteId)!;
        session.Sites.Update(site with
        {
            Aliases = state.New.Aliases,
            Redirection = state.New.Redirection,
            Https = state.New.Https,
            Certificate = state.New.Certificate,
            Client = state.New.Client,
            CronInterval = state.New.CronInterval,
        }, state.Target.PlatformId);
    }

    private async Task KeepAsync(StepContext context)
    {
        var platform = state.Target.Platform(services);
        await HubCopies.KeepSiteAsync(services, state.Target.Place(services, context), platform.Path, state.New.Directory, context).ConfigureAwait(false);
        if (state.Old.Client == state.New.Client)
            return;
        await ClientFolder.TryAsync(context, async () =>
        {
            await ClientFolder.UnlinkSiteAsync(services, state.Old.Client, state.Old.Name, context).ConfigureAwait(false);
            await ClientFolder.LinkSiteAsync(services, state.New.Client, state.New.Name, $"{platform.Path}/sites/{state.New.Directory}", context).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private sealed record State(SiteTarget Target, Site Old, Site New);
}
