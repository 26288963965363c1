using Aegir.WebServers;

namespace Aegir.Operations.Moving;

/// <summary>A visit to the site on its new side before visitors get in.</summary>
internal sealed class LookStep(MoveWork work)
{
    public async Task DoAsync(StepContext context)
    {
        await work.New.PublishAsync(context, HostedState.Maintenance, work.Token).ConfigureAwait(false);
        await work.New.OnEachAsync(context, async member => context.Info(await SiteDoor.RequireFineAsync(
            member.Host, member.Server, work.Record.New.Location, work.Token, context.Cancellation,
            member.IsOneWith(work.New.Place.Lead) ? work.CodeCache : null).ConfigureAwait(false))).ConfigureAwait(false);
    }

    public async Task UndoAsync(StepContext context)
    {
        if (work.IsElsewhere)
            await work.New.WithdrawAsync(context).ConfigureAwait(false);
        if (!work.Record.IsNew)
            await work.Old.PublishAsync(context, HostedState.Maintenance, work.Token).ConfigureAwait(false);
    }
}
