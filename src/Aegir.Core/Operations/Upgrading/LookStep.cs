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
        await WebRootLink.PointAsync(host, work.Server, Record.Site, Record.ToDocroot, context.Cancellation).ConfigureAwait(false);
        var seen = await SiteDoor.RequireFineAsync(host, work.Server, work.NewSide, work.Token, context.Cancellation).ConfigureAwait(false);
        context.Info(seen);
    }

    public Task UndoAsync(StepContext context) =>
        WebRootLink.PointAsync(work.Host(context), work.Server, Record.Site, Record.FromDocroot, context.Cancellation);
}
