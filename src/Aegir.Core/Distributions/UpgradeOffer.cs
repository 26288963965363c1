using Aegir.Operations;
using Aegir.State;

namespace Aegir.Distributions;

/// <summary>Whether an upgrade is on offer for a site (design: rules of a distribution, 7). Only asks the store.</summary>
public static class UpgradeOffer
{
    /// <param name="ownTask">The task that asks, whose lease of the site is no hindrance.</param>
    /// <exception cref="AegirException">SiteNotFound.</exception>
    public static PlannedUpgrade Find(OperationServices services, string siteName, long? ownTask) =>
        services.Store.Read(session => Find(session, session.Sites.Get(Names.Domain(siteName)) ?? throw Missing.Site(siteName), ownTask));

    private static PlannedUpgrade Find(StateSession session, Site site, long? ownTask)
    {
        var plan = new UpgradePlan { Site = site.Name, From = site.Platform, FromVersion = site.CoreVersion, Distribution = site.Distribution ?? "" };
        if (site.Distribution is null)
            return No(site, plan, $"Platform '{site.Platform}' belongs to no distribution.");
        var distribution = session.Distributions.Get(site.Distribution)!;
        if (distribution.Target is null)
            return No(site, plan, $"Distribution '{distribution.Name}' has no upgrade target: Set-AegirDistributionTarget sets one.");
        plan = plan with { To = distribution.Target };
        if (site.UpgradeTarget is null)
            return new PlannedUpgrade(plan with { State = UpgradeState.UpToDate, ToVersion = site.CoreVersion }, site);
        if (site.Status != SiteStatus.Enabled)
            return No(site, plan, $"The site is {site.Status.ToString().ToLowerInvariant()}; only enabled sites are upgraded.");
        if (session.Leases.Get("site:" + site.Name) is { } lease && lease.TaskId != ownTask)
            return No(site, plan, $"The site is held by {lease.Who}: Get-AegirTask -Id {lease.TaskId} shows it.");
        var to = session.Platforms.Get(distribution.Target)!;
        if (to.Status != PlatformStatus.Enabled)
            return No(site, plan, $"The target '{to.Name}' is {to.Status.ToString().ToLowerInvariant()}: Unlock-AegirPlatform '{to.Name}'.");
        return new PlannedUpgrade(plan with { State = UpgradeState.Ready }, site)
        {
            From = session.Platforms.Get(site.Platform),
            To = to,
        };
    }

    private static PlannedUpgrade No(Site site, UpgradePlan plan, string reason) =>
        new(plan with { State = UpgradeState.NotOffered, Blockers = [reason] }, site);
}
