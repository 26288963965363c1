using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists sites.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Site, DefaultParameterSetName = NameSet)]
[OutputType(typeof(Site))]
public sealed class GetAegirSiteCommand : HubCmdlet
{
    private const string NameSet = "Name";
    private const string PlatformSet = "Platform";
    private const string DistributionSet = "Distribution";

    /// <summary>Names, with wildcards; all without.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only sites on platforms of this distribution.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = DistributionSet, Mandatory = true, ValueFromPipeline = true)]
    [NameOf(typeof(Distribution))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string? Distribution { get; set; }

    /// <summary>Only sites on this platform.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = PlatformSet, Mandatory = true, ValueFromPipeline = true)]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string? Platform { get; set; }

    [Parameter]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string? Server { get; set; }

    [Parameter]
    public SiteStatus? Status { get; set; }

    /// <summary>Only sites for which an upgrade is on offer.</summary>
    [Parameter]
    public SwitchParameter Outdated { get; set; }

    protected override void ProcessRecord() => Attempt(null, () =>
    {
        var filter = new SiteFilter
        {
            // A name nothing has would silently match no site.
            Distribution = Distribution is null ? null : Hub.Distributions.Get(Distribution).Name,
            Platform = Platform is null ? null : Hub.Platforms.Get(Platform).Name,
            Server = Server is null ? null : Hub.Servers.Get(Server).Name,
            Status = Status,
            Outdated = Outdated,
        };
        foreach (var name in Name)
            Write(name, filter);
    });

    private void Write(string name, SiteFilter filter)
    {
        var pattern = new NamePattern(name);
        var any = false;
        foreach (var site in Hub.Sites.Find(filter with { Names = [pattern] }))
        {
            any = true;
            WriteObject(site);
        }
        if (!any && !pattern.IsWildcard)
            Attempt(name, () => Hub.Sites.Get(name));
    }
}
