using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Shows what an upgrade of sites would do and what stands in its way; changes nothing.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Upgrade, DefaultParameterSetName = SiteSet)]
[OutputType(typeof(UpgradePlan))]
public sealed class GetAegirUpgradeCommand : EachCmdlet<Site>
{
    private const string SiteSet = "Site";
    private const string PlatformSet = "Platform";
    private const string DistributionSet = "Distribution";

    /// <summary>Sites, by name or wildcard; piped, also platforms, distributions and results. Without, all sites for which an upgrade
    /// is on offer.</summary>
    [Parameter(Position = 0, ParameterSetName = SiteSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[]? Name { get; set; }

    /// <summary>All enabled sites of these platforms.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    [NameOf(typeof(Platform))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Platform { get; set; } = [];

    /// <summary>All enabled sites of these distributions.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DistributionSet)]
    [NameOf(typeof(Distribution))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string[] Distribution { get; set; } = [];

    /// <summary>Enabled modules that the target may lack.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowMissing { get; set; } = [];

    protected override string Activity => "Planning upgrades";

    protected override IEnumerable<Site> Resolve() => ParameterSetName switch
    {
        PlatformSet => SitesOfPlatforms(Platform),
        DistributionSet => SitesOfDistributions(Distribution),
        _ => Name is null ? Hub.Sites.Find(new SiteFilter { Outdated = true }) : SitesOf(Name),
    };

    // There is nothing to ask about.
    protected override IEnumerable<Site> Ask(IReadOnlyList<Site> items) => items;

    protected override async Task<object> DoAsync(AegirHub hub, Site item, ITaskSink sink, CancellationToken cancellation) =>
        await hub.Upgrades.PlanAsync(item.Name, AllowMissing, cancellation).ConfigureAwait(false);
}
