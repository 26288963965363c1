using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists sites.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Site)]
[OutputType(typeof(Site))]
public sealed class GetAegirSiteCommand : HubCmdlet
{
    /// <summary>Names, with wildcards; piped, also platforms, distributions and servers. All without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[] Name { get; set; } = [new("*")];

    /// <summary>Only sites on platforms of this distribution.</summary>
    [Parameter]
    [NameOf(typeof(Distribution))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string? Distribution { get; set; }

    /// <summary>Only sites on this platform.</summary>
    [Parameter]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string? Platform { get; set; }

    /// <summary>Only sites on platforms of this server.</summary>
    [Parameter]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string? Server { get; set; }

    /// <summary>Only sites with this status.</summary>
    [Parameter]
    public SiteStatus? Status { get; set; }

    /// <summary>Only sites of this client.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string? Client { get; set; }

    /// <summary>Only sites for which an upgrade is on offer.</summary>
    [Parameter]
    public SwitchParameter Outdated { get; set; }

    protected override void Process()
    {
        foreach (var reference in Name)
            Attempt(reference, () => Write(reference.Name ?? "*", Filter(reference)));
    }

    // A name that nothing has would silently match no site.
    private SiteFilter Filter(SiteReference reference) => new()
    {
        Distribution = (reference.Distribution ?? Distribution) is { } distribution ? Hub.Distributions.Get(distribution).Name : null,
        Platform = (reference.Platform ?? Platform) is { } platform ? Hub.Platforms.Get(platform).Name : null,
        Server = (reference.Server ?? Server) is { } server ? Hub.Servers.Get(server).Name : null,
        Status = Status,
        Client = Client,
        Outdated = Outdated,
    };

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
