using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.WebServers;

namespace Aegir.Operations.Moving;

/// <summary>Shuts everybody out of the old side, waits for those still at work, and checks from outside that it holds.</summary>
internal sealed class MaintenanceStep(MoveWork work)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private MoveSide Side => work.Record.Old;

    public async Task DoAsync(StepContext context)
    {
        foreach (var warning in work.Warnings)
            context.Warn(warning);
        work.Closed = DateTimeOffset.UtcNow;
        await work.Old.PublishAsync(context, HostedState.Maintenance, work.Token).ConfigureAwait(false);
        await work.Old.OnEachAsync(context, member => SiteGate.CloseAsync(
            member.Host, member.Server.Php, Side.Docroot, Side.Directory, work.Token, context.Cancellation)).ConfigureAwait(false);
        var closed = DateTimeOffset.UtcNow;
        await work.Old.OnEachAsync(context, async member =>
        {
            await SiteDoor.RequireClosedAsync(member.Host, member.Server, Side.Location, context.Cancellation).ConfigureAwait(false);
            await SiteDoor.OutwaitCachesAsync(member.Server, closed, context.Cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await work.Old.Databases(context).WaitIdleAsync(Side.Database, Patience, context.Cancellation).ConfigureAwait(false);
        context.Info("Visitors are answered 503; nobody works on the database.");
    }

    public async Task UndoAsync(StepContext context)
    {
        await work.Old.OpenGateAsync(context, Side.Directory, work.KnownToken).ConfigureAwait(false);
        await work.Old.PublishAsync(context, HostedState.Open).ConfigureAwait(false);
        work.Opened = DateTimeOffset.UtcNow;
        // A write that was killed may have left it writable.
        await work.Old.OnEachAsync(context, member => member.Host.RunRequiredAsync(
            new HostCommand("chmod", work.Record.FolderMode, "--", Side.Folder), context.Cancellation)).ConfigureAwait(false);
    }
}
