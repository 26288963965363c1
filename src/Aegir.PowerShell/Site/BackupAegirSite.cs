using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Takes backups of sites; visitors notice nothing.</summary>
[Cmdlet(VerbsData.Backup, Nouns.Site, SupportsShouldProcess = true)]
[OutputType(typeof(Backup), typeof(AegirTask))]
public sealed class BackupAegirSiteCommand : SitesCmdlet
{
    /// <summary>What it is for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Description { get; set; } = BackupOptions.OnRequest;

    /// <summary>Leaves the account of the database out of the settings in the archive.</summary>
    [Parameter]
    public SwitchParameter WithoutCredentials { get; set; }

    /// <summary>Leaves out what visitors uploaded.</summary>
    [Parameter]
    public SwitchParameter NoFiles { get; set; }

    /// <summary>On the hub's machine: a folder, or the archive's own path where it ends in .tar.gz, .tar.bz2 or .tar.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>How the archive is packed.</summary>
    [Parameter]
    public BackupCompression Compression { get; set; }

    /// <summary>Takes a dump for good that is too small to hold a site.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string Activity => "Backing up sites";

    protected override IEnumerable<Site> Resolve()
    {
        // Paths are made whole here: other threads do not know where the prompt stands.
        if (Destination is not null)
            Destination = ServerPath(Hub.Servers.Get(Server.MasterName), Destination);
        return base.Resolve();
    }

    protected override string Describe(Site item) => $"Back up site '{item.Name}'.";

    protected override TaskRequest Request(Site item) => new BackupTask(item.Name, new BackupOptions
    {
        Description = Description,
        Credentials = !WithoutCredentials,
        Uploads = !NoFiles,
        Compression = Compression,
        Destination = Destination,
        Force = Force,
    });
}
