using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Takes sites back to the side that their last upgrade left, while that is kept.</summary>
[Cmdlet(VerbsCommon.Undo, Nouns.Upgrade, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(UpgradeResult), typeof(AegirTask))]
public sealed class UndoAegirUpgradeCommand : SitesCmdlet
{
    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override string Activity => "Undoing upgrades";

    protected override bool IsForced => Force;

    protected override string Describe(Site item) =>
        $"Take site '{item.Name}' from '{item.Platform}' back to where its last upgrade found it; what was written since goes into a backup.";

    protected override TaskRequest Request(Site item) => new UndoUpgradeTask(item.Name);

    protected override void WriteDone(Site item, object result)
    {
        base.WriteDone(item, result);
        if (result is UpgradeResult { HasFailed: true } failed)
            WriteError(Errors.Failed(failed, item, "undoing the upgrade"));
    }
}
