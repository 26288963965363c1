using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Upgrading;

/// <summary>Lets visitors in on the new side, and takes away what only the upgrade needed. The old side stays shut, and kept.</summary>
internal sealed class FinishStep(UpgradeWork work)
{
    private UpgradeRecord Record => work.Record;

    public async Task OpenAsync(StepContext context)
    {
        await SiteGate.OpenAsync(work.Host(context), work.Server.Php, Record.ToDocroot, Record.Directory, null, context.Cancellation)
            .ConfigureAwait(false);
        work.Opened = DateTimeOffset.UtcNow;
    }

    public async Task TidyAsync(StepContext context)
    {
        await work.Host(context).ScriptAsync("Operations.Upgrading.settle-site.sh", [Record.NewFolder, Record.Mark, Record.ConfigTo ?? ""], context.Cancellation)
            .ConfigureAwait(false);
        await Sweep.DoneAsync(work.Host(context), Record, context.Cancellation).ConfigureAwait(false);
        await work.Databases(context).ReleaseMarkAsync(Record.NewDatabaseSettled ?? Record.NewDatabase!, context.Cancellation).ConfigureAwait(false);
    }
}
