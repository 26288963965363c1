using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Does something to sites that are named or piped.</summary>
public abstract class SitesCmdlet : TaskCmdlet<Site>
{
    /// <summary>Names, with wildcards; piped, also results of upgrades and moves, and platforms, distributions and servers for their enabled sites.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[] Name { get; set; } = [];

    protected override IEnumerable<Site> Resolve() => SitesOf(Name);
}
