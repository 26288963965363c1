using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists the backups of sites.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Backup)]
[OutputType(typeof(Backup))]
public sealed class GetAegirBackupCommand : HubCmdlet
{
    /// <summary>Names of sites, with wildcards; all without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [NameOf(typeof(Site))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public string[] Site { get; set; } = ["*"];

    protected override void ProcessRecord()
    {
        foreach (var site in SitesNamed(Site))
            Attempt(site, () => WriteObject(Hub.Sites.Backups(site.Name), enumerateCollection: true));
    }
}
