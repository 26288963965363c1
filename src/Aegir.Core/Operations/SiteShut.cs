using System.Security.Cryptography;
using Aegir.Drupal;
using Aegir.WebServers;

namespace Aegir.Operations;

/// <summary>Shuts everybody but one task out of a site, on every machine that serves it (see <see cref="SiteGate"/>).</summary>
internal sealed class SiteShut(OperationServices services, SiteTarget target)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Lets our own commands and requests through.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Closes the gate, or makes one that is closed ours.</summary>
    public Task CloseAsync(StepContext context) => EachAsync(context, (member, site) =>
        SiteGate.TakeOverAsync(member.Host, member.Server.Php, site.Docroot, site.Directory, Token, context.Cancellation));

    /// <summary>Closes the gate of a site that is disabled: it is no task's.</summary>
    public Task SealAsync(StepContext context) => EachAsync(context, (member, site) =>
        SiteGate.SealAsync(member.Host, member.Server.Php, site.Docroot, site.Directory, context.Cancellation));

    /// <summary>Returns once nobody writes into the site's database any more.</summary>
    /// <exception cref="AegirException">SiteNotClosed, DatabaseBusy.</exception>
    public async Task SettleAsync(SiteDatabase database, StepContext context)
    {
        var closed = DateTimeOffset.UtcNow;
        var place = await target.Place(services, context).ReachAsync().ConfigureAwait(false);
        await SiteDoor.RequireClosedAsync(place.Lead.Host, place.Lead.Server, target.Location(services), context.Cancellation).ConfigureAwait(false);
        foreach (var member in place.Members)
            await SiteDoor.OutwaitCachesAsync(member.Server, closed, context.Cancellation).ConfigureAwait(false);
        await services.Databases(database.Type, services.DatabaseServer(target.Site(services)), place, context.On)
            .WaitIdleAsync(database.Path ?? database.Name, Patience, context.Cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens the gate, whoever closed it: the site's lease is ours.</summary>
    public Task OpenAsync(StepContext context) => EachAsync(context, (member, site) =>
        SiteGate.OpenAsync(member.Host, member.Server.Php, site.Docroot, site.Directory, null, context.Cancellation));

    /// <summary>The same, to undo a close.</summary>
    public Task ReopenAsync(StepContext context) => TryAsync(context, OpenAsync);

    /// <summary>To undo that a gate which was nobody's became ours.</summary>
    public Task ResealAsync(StepContext context) => TryAsync(context, SealAsync);

    // Settings that cannot be read let nobody in, shut or not.
    private static async Task TryAsync(StepContext context, Func<StepContext, Task> act)
    {
        try
        {
            await act(context).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "SettingsUnreadable")
        {
            context.Warn(error.Message);
        }
    }

    private Task EachAsync(StepContext context, Func<PlaceMember, SiteLocation, Task> act)
    {
        var site = target.Location(services);
        return target.Place(services, context).EachAsync(member => act(member, site));
    }
}
