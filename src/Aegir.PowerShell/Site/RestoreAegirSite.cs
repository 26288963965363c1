using System.Globalization;
using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Takes a site back to what a backup holds, after a backup of what it is now. The present side is kept, shut, for some days:
/// Undo-AegirUpgrade goes back to it.</summary>
[Cmdlet(VerbsData.Restore, Nouns.Site, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MoveResult), typeof(AegirTask))]
public sealed class RestoreAegirSiteCommand : MoveCmdlet
{
    /// <summary>A backup, as Get-AegirBackup gives it, its number, or the path of an archive on the hub's machine, also one that the original
    /// system made.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupIdCompleter))]
    public PSObject[] Backup { get; set; } = [];

    /// <summary>The site; needed with a path only.</summary>
    [Parameter]
    [Alias("Site")]
    [NameOf(typeof(Site))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public string? Name { get; set; }

    /// <summary>Without, the platform that the backup came from, or else the one that the site is on.</summary>
    [Parameter]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string? Platform { get; set; }

    /// <summary>For how many days the present side is kept.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int KeepDays { get; set; } = 7;

    protected override string Activity => "Restoring sites";

    protected override IEnumerable<MoveItem> Resolve() => Backup.SelectMany(item => Found(item, () => Item(item)));

    private MoveItem Item(PSObject item)
    {
        if (item.BaseObject is Backup backup)
            return Item(backup.Site, backup.Id.ToString(CultureInfo.InvariantCulture), backup.IsOfRemovedSite);
        var text = LanguagePrimitives.ConvertTo<string>(item);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            var known = Hub.Sites.GetBackup(id);
            return Item(known.Site, text, known.IsOfRemovedSite);
        }
        var site = Name ?? throw new AegirException(AegirErrorKind.InvalidInput, "SiteNeeded",
            $"A path does not tell which site is to be restored from '{text}'.", "Name it: -Name www.example.com");
        return Item(site, ServerPath(Hub.Servers.Get(Server.MasterName), text), false);
    }

    private MoveItem Item(string site, string backup, bool isRemoved)
    {
        if (isRemoved)
            throw new AegirException(AegirErrorKind.Refused, "SiteRemoved", $"'{site}' was removed; a backup can only be restored into a site that is there.",
                $"Make it anew of the archive: Import-AegirSite -Archive PATH -Platform NAME (Get-AegirBackup '{site}' tells the path).");
        return new MoveItem(Hub.Sites.Get(site), new MoveRequest(MoveKind.Restore, site)
        {
            Backup = backup,
            Platform = Platform,
            AllowMissing = AllowMissing,
            KeepFor = TimeSpan.FromDays(KeepDays),
        });
    }
}
