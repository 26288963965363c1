using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;
using Aegir.WebServers;

namespace Aegir.Operations;

/// <summary>Reads a site afresh: settings, database and what is installed.</summary>
public sealed class VerifySite(OperationServices services, Site site) : Operation
{
    private readonly Server server = services.Server(site.Server);
    private readonly Platform platform = services.Store.Read(session => session.Platforms.Get(site.Platform)) ?? throw Missing.Platform(site.Platform);
    private SiteFacts? facts;

    public override string Type => "verify";

    public override string TargetType => "site";

    public override string Target => site.Name;

    public override IReadOnlyList<string> Resources => ["site:" + site.Name];

    public override IReadOnlyList<Step> Steps =>
    [
        new("read the site", ReadAsync),
        new("record", _ => Task.CompletedTask) { Commit = Record },
        new("web server", HostAsync),
    ];

    private async Task ReadAsync(StepContext context)
    {
        IHost host = context.On(services.Host(server));
        var location = new SiteLocation(platform.Path, site.Directory, site.Name, platform.CoreMajor);
        facts = await SiteRecord.ReadConnectedAsync(host, server.Php, location, null, context.Cancellation).ConfigureAwait(false);
        if (facts.Maintenance)
            context.Warn($"'{site.Name}' is in Drupal's maintenance mode.");
        context.Info($"{facts.Packages.Count(package => package.Enabled)} enabled packages, profile {facts.Profile}.");
    }

    private Task HostAsync(StepContext context) => SiteHosting.PublishAsync(
        services, services.Place(platform.Server).For(context), SiteHosting.Of(site, platform), reload: true, context.Cancellation);

    private void Record(StateSession session, long taskId)
    {
        var current = session.Sites.Get(site.Id)!;
        SiteRecord.Save(session, current.With(facts!), session.Platforms.Get(current.Platform)!.Id, facts!);
    }
}
