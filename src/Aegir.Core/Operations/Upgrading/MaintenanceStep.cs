using Aegir.Drupal;
using Aegir.WebServers;

namespace Aegir.Operations.Upgrading;

/// <summary>Shuts everybody out of the old side, waits for those still at work, and checks from outside that it holds.</summary>
internal sealed class MaintenanceStep(UpgradeWork work)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task DoAsync(StepContext context)
    {
        var host = work.Host(context);
        foreach (var warning in work.Warnings)
            context.Warn(warning);
        work.Closed = DateTimeOffset.UtcNow;
        await SiteGate.CloseAsync(host, work.Server.Php, work.Record.FromDocroot, work.Record.Directory, work.Token, context.Cancellation)
            .ConfigureAwait(false);
        var closed = DateTimeOffset.UtcNow;
        await SiteDoor.RequireClosedAsync(host, work.Server, work.OldSide, context.Cancellation).ConfigureAwait(false);
        await SiteDoor.OutwaitCachesAsync(work.Server, closed, context.Cancellation).ConfigureAwait(false);
        await work.Databases(context).WaitIdleAsync(work.Record.OldDatabase, Patience, context.Cancellation).ConfigureAwait(false);
        context.Info("Visitors are answered 503; nobody works on the database.");
    }

    public async Task UndoAsync(StepContext context)
    {
        var host = work.Host(context);
        await SiteGate.OpenAsync(host, work.Server.Php, work.Record.FromDocroot, work.Record.Directory, work.KnownToken, context.Cancellation)
            .ConfigureAwait(false);
        work.Opened = DateTimeOffset.UtcNow;
        await Sweep.UndoneAsync(host, work.Record, context.Cancellation).ConfigureAwait(false);
    }
}
