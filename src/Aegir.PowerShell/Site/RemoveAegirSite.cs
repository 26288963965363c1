using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Removes sites with their databases, folders and what upgrades left of them, after a backup. Their backups stay.</summary>
[Cmdlet(VerbsCommon.Remove, Nouns.Site, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAegirSiteCommand : SitesCmdlet
{
    /// <summary>Takes no backup; so even a site that is too broken for one can be removed.</summary>
    [Parameter]
    public SwitchParameter NoBackup { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override bool IsForced => Force;

    protected override string Activity => "Removing sites";

    protected override string Describe(Site item) =>
        $"Remove site '{item.Name}', its database and its files{(NoBackup ? ", without a backup" : ", after a backup")}.";

    protected override async Task<object> DoAsync(AegirHub hub, Site item, ITaskSink sink, CancellationToken cancellation)
    {
        await hub.Sites.RemoveAsync(item.Name, NoBackup, sink, cancellation).ConfigureAwait(false);
        return item;
    }

    protected override void WriteResult(Site item, object result)
    {
        // It is gone; there is nothing to write.
    }
}
