namespace Aegir.Operations.Spokes;

/// <summary>Tells a cluster's member what became of a site while it was down: that it is disabled, or served there no more.</summary>
public sealed class CatchUpSite(OperationServices services, Server member, string name) : Operation
{
    public override string Type => "catch-up";

    public override string TargetType => "site";

    public override string Target => name;

    public override IReadOnlyList<string> Resources => ["site:" + name];

    public override IReadOnlyList<Step> Steps => [new("catch up", RunAsync)];

    private async Task RunAsync(StepContext context)
    {
        var (site, platform) = services.Store.Read(session =>
        {
            var site = session.Sites.Get(name);
            return (site, site is null ? null : session.Platforms.Get(site.Platform));
        });
        var place = platform is null ? null : await services.Place(platform.Server).For(context).ReachAsync().ConfigureAwait(false);
        if (place is not null && place.Members.Any(serving => serving.Server.Id == member.Id))
        {
            await new SiteSync(services, context).AlignAsync(place, platform!.Path, site!.Directory).ConfigureAwait(false);
            await SiteHosting.PublishAsync(services, place, SiteHosting.Of(site, platform), reload: true, context.Cancellation).ConfigureAwait(false);
            services.Store.Write(place.CaughtUp);
            return;
        }
        var hosting = services.Hosting(new PlaceMember(member, context.On(services.Host(member))));
        await hosting.WithdrawSiteAsync(name, context.Cancellation).ConfigureAwait(false);
        await hosting.ReloadAsync(context.Cancellation).ConfigureAwait(false);
        context.Info($"'{member.Name}' does not serve '{name}' any more. What it has of the site below sites/ stays.");
        services.Store.Write(session => session.MemberLags.CaughtUp(member.Id, TargetType, name));
    }
}
