using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Moves sites to another platform, another database server, or both. The old side is kept, shut, for some days: Undo-AegirUpgrade
/// goes back to it.</summary>
[Cmdlet(VerbsCommon.Move, Nouns.Site, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MoveResult), typeof(AegirTask))]
public sealed class MoveAegirSiteCommand : MoveCmdlet
{
    /// <summary>Names, with wildcards; piped, also platforms, distributions and servers, for their enabled sites.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[] Name { get; set; } = [];

    /// <summary>A verified platform that is not locked; it may be on another web server.</summary>
    [Parameter(Position = 1)]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string? Platform { get; set; }

    /// <summary>A server with databases of the same kind.</summary>
    [Parameter]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string? DatabaseServer { get; set; }

    /// <summary>For how many days the old side is kept.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int KeepDays { get; set; } = 7;

    protected override string Activity => "Moving sites";

    protected override IEnumerable<MoveItem> Resolve() => SitesOf(Name).Select(site => new MoveItem(site, new MoveRequest(MoveKind.Migrate, site.Name)
    {
        Platform = Platform,
        DatabaseServer = DatabaseServer,
        AllowMissing = AllowMissing,
        KeepFor = TimeSpan.FromDays(KeepDays),
    }));
}
