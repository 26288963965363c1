using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Deletes backups: the archives and what the hub knows of them.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Backup, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = BackupSet)]
public sealed class RemoveAegirBackupCommand : HubCmdlet
{
    private const string BackupSet = "Backup";
    private const string SiteSet = "Site";

    /// <summary>Backups, as Get-AegirBackup gives them, or their numbers.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = BackupSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupIdCompleter))]
    public PSObject[] Backup { get; set; } = [];

    /// <summary>Sites whose backups are thinned out, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SiteSet)]
    [NameOf(typeof(Site))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public string[] Site { get; set; } = [];

    /// <summary>Only backups that are older.</summary>
    [Parameter(ParameterSetName = SiteSet)]
    public TimeSpan OlderThan { get; set; }

    /// <summary>How many of each site's newest stay.</summary>
    [Parameter(ParameterSetName = SiteSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Keep { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool IsForced => Force;

    protected override void ProcessRecord()
    {
        foreach (var backup in ParameterSetName == SiteSet ? Hub.Sites.Backups(Site).GroupBy(backup => backup.Site).SelectMany(Old).ToList() : Named())
            if (Approve($"Delete the backup {backup.Path} of '{backup.Site}'."))
                Attempt(backup, () => Run($"Deleting {backup.Path}", async (hub, sink, token) =>
                {
                    await hub.Sites.RemoveBackupAsync(backup.Id, sink, token).ConfigureAwait(false);
                    return true;
                }));
    }

    private IEnumerable<Backup> Old(IEnumerable<Backup> backups) =>
        backups.OrderByDescending(backup => backup.Created).Skip(Keep).Where(backup => DateTimeOffset.UtcNow - backup.Created > OlderThan);

    private List<Backup> Named()
    {
        var found = new List<Backup>();
        foreach (var item in Backup)
            if (item.BaseObject is Backup backup)
                found.Add(backup);
            else
                Attempt(item, () => found.Add(Hub.Sites.GetBackup(LanguagePrimitives.ConvertTo<long>(item))));
        return found;
    }
}
