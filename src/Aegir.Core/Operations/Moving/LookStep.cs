using Aegir.Drupal;
using Aegir.WebServers;

namespace Aegir.Operations.Upgrading;

/// <summary>A visit to the site on the target before visitors get in.</summary>
internal sealed class LookStep(UpgradeWork work)
{
    private UpgradeRecord Record => work.Record;

    public async Task DoAsync(StepContext context)
    {
        var host = work.Host(context);
        await work.HostAsync(context, work.NewSide).ConfigureAwait(false);
        var seen = await SiteDoor.RequireFineAsync(host, work.Server, work.NewSide, work.Token, context.Cancellation).ConfigureAwait(false);
        context.Info(seen);
    }

    public Task UndoAsync(StepContext context) =>
        work.HostAsync(context, work.OldSide);
}
