using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Deletes backups: the archives and what the hub knows of them.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Backup, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = BackupSet)]
[OutputType(typeof(Backup), typeof(AegirTask))]
public sealed class RemoveAegirBackupCommand : TaskCmdlet<Backup>
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

    /// <summary>Puts out what was removed, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override bool IsForced => Force;

    protected override string Activity => "Deleting backups";

    // Those of one site would meet at its lease.
    protected override int Parallel => 1;

    protected override IEnumerable<Backup> Resolve() => ParameterSetName == SiteSet
        ? Hub.Sites.Backups(Site).GroupBy(backup => backup.Site).SelectMany(Old)
        : Backup.SelectMany(item => Found(item, () => item.BaseObject as Backup ?? Hub.Sites.GetBackup(LanguagePrimitives.ConvertTo<long>(item))));

    protected override string Describe(Backup item) => $"Delete the backup {item.Path} of '{item.Site}'.";

    protected override TaskRequest Request(Backup item) => new RemoveBackupTask(item.Id, item.Site);

    protected override void WriteDone(Backup item, object result)
    {
        if (PassThru)
            WriteObject(item);
    }

    private IEnumerable<Backup> Old(IEnumerable<Backup> backups) =>
        backups.OrderByDescending(backup => backup.Created).Skip(Keep).Where(backup => DateTimeOffset.UtcNow - backup.Created > OlderThan);
}
