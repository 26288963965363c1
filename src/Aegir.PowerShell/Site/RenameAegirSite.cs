using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Gives a site another domain; its folder, its aliases and the links in its content follow. The old side is kept, shut, for some days:
/// Undo-AegirUpgrade goes back to it.</summary>
[Cmdlet(VerbsCommon.Rename, Nouns.Site, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MoveResult), typeof(AegirTask))]
public sealed class RenameAegirSiteCommand : MoveCmdlet
{
    /// <summary>The site.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site")]
    [NameOf(typeof(Site))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>A domain that no site has yet, as its name or as an alias.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <summary>For how many days the old side is kept.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int KeepDays { get; set; } = 7;

    protected override string Activity => "Renaming sites";

    protected override IEnumerable<MoveItem> Resolve() => Found(Name, () => Hub.Sites.Get(Name)).Select(site => new MoveItem(site, new MoveRequest(MoveKind.Rename, site.Name)
    {
        NewName = NewName,
        AllowMissing = AllowMissing,
        KeepFor = TimeSpan.FromDays(KeepDays),
    }));
}
