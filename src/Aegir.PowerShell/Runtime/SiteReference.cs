namespace Aegir.PowerShell;

/// <summary>Names sites: by a name or pattern, or by the platform, distribution or server they are on. What is piped becomes one.</summary>
public sealed class SiteReference
{
    public SiteReference(string name) => Name = name;

    public SiteReference(Site site) => Name = site.Name;

    public SiteReference(UpgradePlan plan) => Name = plan.Site;

    public SiteReference(UpgradeResult result) => Name = result.Site;

    public SiteReference(MoveResult result) => Name = result.Site;

    public SiteReference(Platform platform) => Platform = platform.Name;

    public SiteReference(Distribution distribution) => Distribution = distribution.Name;

    public SiteReference(Server server) => Server = server.Name;

    public string? Name { get; }

    public string? Platform { get; }

    public string? Distribution { get; }

    public string? Server { get; }

    public override string ToString() => Name ?? Platform ?? Distribution ?? Server ?? "";

    /// <summary>Null for what names no sites.</summary>
    internal static SiteReference? From(object? item) => item switch
    {
        SiteReference reference => reference,
        string name => new SiteReference(name),
        Site site => new SiteReference(site),
        UpgradePlan plan => new SiteReference(plan),
        UpgradeResult result => new SiteReference(result),
        MoveResult result => new SiteReference(result),
        Platform platform => new SiteReference(platform),
        Distribution distribution => new SiteReference(distribution),
        Server server => new SiteReference(server),
        _ => null,
    };
}
