using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Makes a new site of what another one holds. That stays open meanwhile and is not touched.</summary>
[Cmdlet(VerbsCommon.Copy, Nouns.Site, SupportsShouldProcess = true)]
[OutputType(typeof(MoveResult), typeof(AegirTask))]
public sealed class CopyAegirSiteCommand : MoveCmdlet
{
    /// <summary>The site to copy.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [NameOf(typeof(Site))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The new site's domain, which no site has yet.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <summary>A verified platform that is not locked; that of the source without.</summary>
    [Parameter]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string? Platform { get; set; }

    /// <summary>A server with databases of the same kind; that of the source without.</summary>
    [Parameter]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string? DatabaseServer { get; set; }

    /// <summary>Further names of the new site.</summary>
    [Parameter]
    [Alias("Aliases")]
    public string[] Alias { get; set; } = [];

    protected override string Activity => "Copying sites";

    protected override IEnumerable<MoveItem> Resolve() => Found(Name, () => Hub.Sites.Get(Name)).Select(site => new MoveItem(site, new MoveRequest(MoveKind.Clone, site.Name)
    {
        NewName = NewName,
        Platform = Platform,
        DatabaseServer = DatabaseServer,
        Aliases = Alias,
        AllowMissing = AllowMissing,
    }));
}
