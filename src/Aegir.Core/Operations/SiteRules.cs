namespace Aegir.Operations;

/// <summary>What may be done with a site, by its status (aegir-spec 1.9).</summary>
internal static class SiteRules
{
    /// <exception cref="AegirException">SiteDisabled.</exception>
    public static void RequireEnabled(Site site)
    {
        if (site.Status == SiteStatus.Disabled)
            throw new AegirException(AegirErrorKind.Refused, "SiteDisabled",
                $"'{site.Name}' is disabled: it can only be enabled or removed.", $"Enable-AegirSite {site.Name}");
    }

    /// <summary>Between the look at a site and our lease another task may have been here.</summary>
    /// <exception cref="AegirException">SiteChanged.</exception>
    public static void RequireUnchanged(OperationServices services, long siteId, long platformId, params SiteStatus[] statuses)
    {
        var isSame = services.Store.Read(session => session.Sites.Get(siteId) is { } site && statuses.Contains(site.Status)
            && session.Platforms.Get(site.Platform)?.Id == platformId);
        if (!isSame)
            throw new AegirException(AegirErrorKind.Busy, "SiteChanged", "The site was changed by another task meanwhile.",
                "Look at it with Get-AegirSite, and decide anew.");
    }
}
