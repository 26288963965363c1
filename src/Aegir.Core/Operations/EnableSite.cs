using Aegir.Hosts;
using Aegir.WebServers;

namespace Aegir.Operations;

/// <summary>Takes a disabled site into service again, once it was seen to work.</summary>
public sealed class EnableSite : Operation
{
    public const string TaskType = "enable";

    private readonly OperationServices services;
    private readonly SiteTarget target;
    private readonly SiteShut shut;

    private EnableSite(OperationServices services, SiteTarget target)
    {
        (this.services, this.target) = (services, target);
        shut = new SiteShut(services, target);
    }

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => target.Name;

    public override IReadOnlyList<string> Resources => ["site:" + Target];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(services, target.PlatformId);

    public override IReadOnlyList<string> Folders => [target.Location(services).Folder];

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        // At no moment the gate is open; it only becomes ours.
        new("gate", shut.CloseAsync) { Undo = shut.ResealAsync },
        new("web server", context => HostAsync(context, SiteStatus.Enabled)) { Undo = context => HostAsync(context, SiteStatus.Disabled) },
        new("look", LookAsync),
        new("commit", _ => Task.CompletedTask) { Commit = (session, _) => session.Sites.SetStatus(target.SiteId, SiteStatus.Enabled) },
        new("open", OpenAsync),
        new("keep", KeepAsync),
    ];

    /// <exception cref="AegirException">SiteNotDisabled.</exception>
    public static EnableSite Create(OperationServices services, Site site) => site.Status == SiteStatus.Disabled
        ? new(services, SiteTarget.Of(services, site))
        : throw new AegirException(AegirErrorKind.Refused, "SiteNotDisabled", $"'{site.Name}' is not disabled.", "There is nothing to do.");

    public static EnableSite Rebuild(OperationServices services, string state) => new(services, Json.Read<SiteTarget>(state));

    public override string Save() => Json.Write(target);

    private Task CheckAsync(StepContext context)
    {
        SiteRules.RequireUnchanged(services, target.SiteId, target.PlatformId, SiteStatus.Disabled);
        return target.Place(services, context).RequireAllAsync();
    }

    private Task HostAsync(StepContext context, SiteStatus status) => SiteHosting.PublishAsync(services, target.Place(services, context),
        SiteHosting.Of(target.Site(services) with { Status = status }, target.Platform(services)), reload: true, context.Cancellation, urgent: true);

    private async Task LookAsync(StepContext context)
    {
        var lead = target.Place(services, context).Lead;
        context.Info(await SiteDoor.RequireFineAsync(lead.Host, lead.Server, target.Location(services), shut.Token, context.Cancellation).ConfigureAwait(false));
    }

    private async Task OpenAsync(StepContext context)
    {
        await shut.OpenAsync(context).ConfigureAwait(false);
        await SiteOpening.AwaitAsync(target.Place(services, context), target.Location(services), context).ConfigureAwait(false);
    }

    private Task KeepAsync(StepContext context) => HubCopies.KeepSiteAsync(services, target.Place(services, context),
        target.Platform(services).Path, target.Site(services).Directory, context);
}
