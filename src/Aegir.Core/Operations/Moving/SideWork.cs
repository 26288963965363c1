using System.Runtime.ExceptionServices;
using Aegir.Databases;
using Aegir.Drupal;
using Aegir.WebServers;

namespace Aegir.Operations.Moving;

/// <summary>One side of a move, with the machines it is on.</summary>
public sealed class SideWork(OperationServices services, MoveRecord record, MoveSide side)
{
    public MoveSide Side => side;

    public Place Place { get; } = services.Place(side.Server);

    /// <summary>The machine that drush and the reading of settings run on.</summary>
    public PlaceMember Lead(StepContext context) => Place.For(context).Lead;

    /// <summary>The machine of this side that is the same as another; null where files have to go over the net.</summary>
    public PlaceMember? Twin(PlaceMember member) => Place.Members.FirstOrDefault(member.IsOneWith);

    /// <summary>Does something on every machine, one after the other. What fails on one does not keep it from the others, so that an undo comes
    /// as far as it can; the first error is thrown in the end.</summary>
    public async Task OnEachAsync(StepContext context, Func<PlaceMember, Task> act)
    {
        ExceptionDispatchInfo? first = null;
        foreach (var member in Place.For(context).Members)
        {
            try
            {
                await act(member).ConfigureAwait(false);
            }
            catch (AegirException error)
            {
                first ??= ExceptionDispatchInfo.Capture(error);
            }
        }
        first?.Throw();
    }

    public ISiteDatabases Databases(StepContext context) => services.Databases(
        record.DatabaseType, side.DatabaseServer is { } name ? services.Server(name) : Place.Lead.Server, Place.Lead, context.On);

    public Task PublishAsync(StepContext context, HostedState state, string? token = null) =>
        SiteHosting.PublishAsync(services, Place.For(context), side.Hosted(state, token), reload: true, context.Cancellation, urgent: true);

    public Task WithdrawAsync(StepContext context) =>
        SiteHosting.WithdrawAsync(services, Place.For(context), side.Site, reload: true, context.Cancellation);

    public Task<IReadOnlyList<string?>> LeftMarksAsync(StepContext context, params string[] folders) =>
        LeftMark.ReadAsync(Lead(context).Host, folders, context.Cancellation);

    /// <summary>Notes that a move left this side, or with an empty mark that it did not.</summary>
    public Task MarkLeftAsync(StepContext context, string folder, string mark) =>
        OnEachAsync(context, member => LeftMark.SetAsync(member.Host, folder, mark, context.Cancellation));

    /// <summary>The same before visitors get in on the other side, of which a machine of this one that is away must not keep them out.</summary>
    /// <returns>False where it is still to be done.</returns>
    public async Task<bool> TryMarkLeftAsync(StepContext context, string folder, string mark, bool mayFail)
    {
        try
        {
            await MarkLeftAsync(context, folder, mark).ConfigureAwait(false);
            return true;
        }
        catch (AegirException) when (mayFail)
        {
            return false;
        }
    }

    /// <summary>False also where no settings are there that could let anybody in.</summary>
    public async Task<bool> IsOpenAsync(StepContext context, string directory)
    {
        var lead = Lead(context);
        return await SiteGate.FindAsync(lead.Host, lead.Server.Php, side.Docroot, directory, context.Cancellation).ConfigureAwait(false) == GateState.Open;
    }

    /// <summary>What it is like, whoever shut it.</summary>
    public async Task<SiteFacts> FactsAsync(StepContext context, string token)
    {
        var lead = Lead(context);
        if (!await IsOpenAsync(context, side.Directory).ConfigureAwait(false))
            await SiteGate.TakeOverAsync(lead.Host, lead.Server.Php, side.Docroot, side.Directory, token, context.Cancellation).ConfigureAwait(false);
        return await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, side.Location, token, context.Cancellation).ConfigureAwait(false);
    }

    /// <param name="directory">The folder below sites/ that the site is in now.</param>
    public Task OpenGateAsync(StepContext context, string directory, string? token) => OnEachAsync(context, member =>
        SiteGate.OpenAsync(member.Host, member.Server.Php, side.Docroot, directory, token, context.Cancellation));
}
