using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists the backups of sites, of removed ones too.</summary>
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

    protected override void Process()
    {
        foreach (var name in Site)
            Attempt(name, () => Write(name));
    }

    private void Write(string name)
    {
        var found = Hub.Sites.Backups(name);
        // A name that nothing has is an error; a site without a backup is none.
        if (found.Count == 0 && !new NamePattern(name).IsWildcard)
            Hub.Sites.Get(name);
        WriteObject(found, enumerateCollection: true);
    }
}
