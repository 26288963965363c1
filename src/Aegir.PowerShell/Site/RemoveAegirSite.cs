using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Removes sites with their databases, folders and what upgrades left of them, after a backup. Their backups stay.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Site, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Site), typeof(AegirTask))]
public sealed class RemoveAegirSiteCommand : SitesCmdlet
{
    /// <summary>Takes no backup; so even a site that is too broken for one can be removed.</summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Puts out what was removed, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override bool IsForced => Force;

    protected override string Activity => "Removing sites";

    protected override string Describe(Site item) =>
        $"Remove site '{item.Name}', its database and its files{(NoBackup ? ", without a backup" : ", after a backup")}.";

    protected override TaskRequest Request(Site item) => new RemoveSiteTask(item.Name, NoBackup);

    protected override void WriteDone(Site item, object result)
    {
        if (PassThru)
            WriteObject(item);
    }
}
