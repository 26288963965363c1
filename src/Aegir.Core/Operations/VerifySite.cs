using Aegir.Drupal;
using Aegir.Operations.Spokes;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>Reads a site afresh: settings, database and what is installed.</summary>
public sealed class VerifySite(OperationServices services, Site site) : Operation
{
    private readonly Platform platform = services.Store.Read(session => session.Platforms.Get(site.Platform)) ?? throw Missing.Platform(site.Platform);
    private SiteFacts? facts;
    private Place? place;

    public override string Type => "verify";

    public override string TargetType => "site";

    public override string Target => site.Name;

    public override IReadOnlyList<string> Resources => ["site:" + site.Name];

    public override IReadOnlyList<Step> Steps =>
    [
        new("members", MembersAsync),
        new("read the site", ReadAsync),
        new("record", _ => Task.CompletedTask) { Commit = Record },
        new("web server", HostAsync),
        new("keep", KeepAsync),
    ];

    private async Task MembersAsync(StepContext context)
    {
        place = await services.Place(platform.Server).For(context).ReachAsync().ConfigureAwait(false);
        await new SiteSync(services, context).AlignAsync(place, platform.Path, site.Directory).ConfigureAwait(false);
    }

    private async Task ReadAsync(StepContext context)
    {
        var (server, host) = (place!.Lead.Server, place.Lead.Host);
        var location = new SiteLocation(platform.Path, site.Directory, site.Name, platform.CoreMajor);
        facts = await SiteRecord.ReadConnectedAsync(host, server.Php, location, null, context.Cancellation).ConfigureAwait(false);
        if (place.Server.IsCluster && facts.Database.Type == DatabaseType.Sqlite)
            context.Warn($"The database of '{site.Name}' is a file, of which each member of '{place.Server.Name}' has its own unless they share storage.");
        if (facts.Maintenance)
            context.Warn($"'{site.Name}' is in Drupal's maintenance mode.");
        context.Info($"{facts.Packages.Count(package => package.Enabled)} enabled packages, profile {facts.Profile}.");
    }

    private Task HostAsync(StepContext context) => SiteHosting.PublishAsync(
        services, place!, SiteHosting.Of(site, platform), reload: true, context.Cancellation);

    private async Task KeepAsync(StepContext context)
    {
        await HubCopies.KeepSiteAsync(services, place!, platform.Path, site.Directory, context).ConfigureAwait(false);
        services.Store.Write(place!.CaughtUp);
    }

    private void Record(StateSession session, long taskId)
    {
        var current = session.Sites.Get(site.Id)!;
        SiteRecord.Save(session, current.With(facts!), session.Platforms.Get(current.Platform)!.Id, facts!);
    }
}
