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

    /// <param name="directory">The folder below sites/ that the site is in now.</param>
    public Task OpenGateAsync(StepContext context, string directory, string? token) => OnEachAsync(context, member =>
        SiteGate.OpenAsync(member.Host, member.Server.Php, side.Docroot, directory, token, context.Cancellation));
}
