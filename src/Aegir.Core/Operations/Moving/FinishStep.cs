using Aegir.Hosts;
using Aegir.WebServers;

namespace Aegir.Operations.Moving;

/// <summary>Lets visitors in on the new side, and takes away what only the move needed. The old side stays shut, and kept.</summary>
internal sealed class FinishStep(MoveWork work)
{
    private MoveRecord Record => work.Record;

    public async Task OpenAsync(StepContext context)
    {
        var isLeft = Record.IsNew || await work.Old.TryMarkLeftAsync(context, Record.LeftFolder, Record.Mark, mayFail: work.IsElsewhere).ConfigureAwait(false);
        await work.New.OpenGateAsync(context, Record.New.Directory, null).ConfigureAwait(false);
        await work.New.PublishAsync(context, HostedState.Open).ConfigureAwait(false);
        work.Opened = DateTimeOffset.UtcNow;
        if (Record.IsNew || !work.IsElsewhere)
            return;
        if (!isLeft)
            await work.Old.MarkLeftAsync(context, Record.LeftFolder, Record.Mark).ConfigureAwait(false);
        await work.Old.WithdrawAsync(context).ConfigureAwait(false);
    }

    /// <summary>Drops the database of the side that made room. One that the new side uses never is: its name would not have been free.</summary>
    public Task DropDisplacedAsync(StepContext context) =>
        ForgetOldSide.DropDatabaseAsync(work.Services, Record.Displaced!, Record.DisplacedTask, context);

    public async Task TidyAsync(StepContext context)
    {
        var aside = Record.InPlace ? "keep" : Record.New.Directory == "default" && Record.Displaced is null ? "merge" : "drop";
        await work.New.OnEachAsync(context, member => member.Host.ScriptAsync("Operations.Moving.settle-site.sh",
            [Record.New.Folder, Record.Mark, Record.ConfigTo ?? "", aside], context.Cancellation)).ConfigureAwait(false);
        await work.New.Databases(context).ReleaseMarkAsync(Record.New.Database, context.Cancellation).ConfigureAwait(false);
        await HubCopies.KeepSiteAsync(work.Services, work.New.Place.For(context), Record.New.Docroot, Record.New.Directory, context).ConfigureAwait(false);
    }
}
