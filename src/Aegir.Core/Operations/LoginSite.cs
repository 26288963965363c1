namespace Aegir.Operations;

/// <summary>Gets a new login link for the first account of a site (aegir-spec 2.10). The link is kept nowhere.</summary>
public sealed class LoginSite(OperationServices services, Site site) : Operation
{
    public override string Type => "login";

    public override string TargetType => "site";

    public override string Target => site.Name;

    public override IReadOnlyList<string> Resources => ["site:" + site.Name];

    public override IReadOnlyList<Step> Steps => [new("login link", LoginAsync)];

    /// <summary>Null until it was had.</summary>
    public string? LoginUrl { get; private set; }

    private async Task LoginAsync(StepContext context)
    {
        var platform = services.Store.Read(session => session.Platforms.Get(site.Platform))!;
        var lead = (await services.Place(platform.Server).For(context).ReachAsync().ConfigureAwait(false)).Lead;
        LoginUrl = await SiteDrush.Of(site, platform, lead).LoginAsync(SiteUrl.Of(site, lead.Server), context.Cancellation).ConfigureAwait(false);
    }
}
