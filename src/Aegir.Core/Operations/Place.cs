using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>A machine that serves sites.</summary>
public sealed record PlaceMember(Server Server, IHost Host)
{
    public bool IsRemote => Server.Transport != ServerTransport.Local;

    /// <summary>True where both are one machine, so that files can be moved between them.</summary>
    public bool IsOneWith(PlaceMember other) => Server.Name == other.Server.Name || (!IsRemote && !other.IsRemote);
}

/// <summary>
/// Where the sites of a platform run: one web server, or all members of a cluster. Drush and database work is done on the lead; what is
/// done to files is done alike on every member, through <see cref="EachAsync"/>.
/// </summary>
public sealed class Place
{
    private readonly OperationServices services;
    private readonly StepContext? context;
    private readonly HashSet<long> missed = [];

    private Place(OperationServices services, Server server, IReadOnlyList<PlaceMember> members, StepContext? context)
    {
        (this.services, Server, Members, this.context) = (services, server, members, context);
    }

    /// <summary>As the platform names it; a cluster has no machine of its own.</summary>
    public Server Server { get; }

    /// <summary>The task it was made for by <see cref="For"/>; null for none.</summary>
    internal StepContext? Context => context;

    /// <summary>At least one. Those of a cluster that missed something of the task's target come last.</summary>
    public IReadOnlyList<PlaceMember> Members { get; }

    /// <summary>The first member; on a cluster whose members may be down, ask <see cref="ReachAsync"/> first.</summary>
    public PlaceMember Lead => Members[0];

    public static Place Of(OperationServices services, string server)
    {
        var named = services.Server(server);
        var machines = named.IsCluster ? named.Members.Select(services.Server) : [named];
        return new Place(services, named, machines.Select(machine => new PlaceMember(machine, services.Host(machine))).ToList(), null);
    }

    /// <summary>The same for the steps of a task: every command is marked as the task's, and members that miss something are noted.</summary>
    public Place For(StepContext context)
    {
        var members = Members.Select(member => member with { Host = context.On(member.Host) });
        if (Server.IsCluster)
            members = services.Store.Read(session => members.OrderBy(member => Lags(session, member, context).Count).ToList());
        return new Place(services, Server, members.ToList(), context);
    }

    /// <summary>
    /// Does something on every member, one after the other. A member of a cluster that cannot be reached does not stop the others: the task warns
    /// of it and notes what it missed, for a verify to catch up, and it is left alone from then on. It is an error where no member can be reached,
    /// and on a server of its own.
    /// </summary>
    /// <exception cref="AegirException">HostUnreachable, or what <paramref name="work"/> met.</exception>
    public async Task EachAsync(Func<PlaceMember, Task> work)
    {
        AegirException? unreachable = null;
        foreach (var member in Members.Where(member => !missed.Contains(member.Server.Id)))
        {
            try
            {
                await work(member).ConfigureAwait(false);
            }
            catch (AegirException error) when (Server.IsCluster && context is not null && IsUnreachable(error))
            {
                unreachable = error;
                Note(member, error);
            }
        }
        if (unreachable is not null && missed.Count == Members.Count)
            throw unreachable;
    }

    /// <summary>Does something on the first member that can be reached.</summary>
    /// <exception cref="AegirException">HostUnreachable: none can; or what <paramref name="work"/> met.</exception>
    public async Task FirstAsync(Func<PlaceMember, Task> work)
    {
        for (var position = 0; ; position++)
        {
            try
            {
                await work(Members[position]).ConfigureAwait(false);
                return;
            }
            catch (AegirException error) when (IsUnreachable(error) && position < Members.Count - 1)
            {
                // The next one may answer.
            }
        }
    }

    /// <summary>The same place with the members that answer now; the others are warned of and noted as by <see cref="EachAsync"/>. For whatever
    /// asks the lead. A server of its own is not asked: it answers when it is needed, or that fails.</summary>
    /// <exception cref="AegirException">HostUnreachable: none answers.</exception>
    public async Task<Place> ReachAsync()
    {
        if (!Server.IsCluster)
            return this;
        var asked = await AskAsync().ConfigureAwait(false);
        var up = asked.Where(answer => answer.Error is null).Select(answer => answer.Member).ToList();
        if (up.Count == 0)
            throw asked[0].Error!;
        foreach (var (member, error) in asked.Where(answer => answer.Error is not null))
            Note(member, error!);
        return new Place(services, Server, up, context);
    }

    /// <summary>For work that must be done on all members or not be begun, because a site is shut or its database is copied.</summary>
    /// <exception cref="AegirException">MemberDown; MemberBehind: a member missed something of the task's target.</exception>
    public async Task RequireAllAsync()
    {
        if (!Server.IsCluster)
            return;
        var down = (await AskAsync().ConfigureAwait(false)).Where(answer => answer.Error is not null).Select(answer => answer.Member.Server.Name).ToList();
        if (down.Count > 0)
            throw new AegirException(AegirErrorKind.Unavailable, "MemberDown",
                $"Of cluster '{Server.Name}', {string.Join(", ", down)} cannot be reached. Its visitors could write into a database that is left behind.",
                $"Bring it up, or take it out of the cluster: Set-AegirServer {Server.Name} -Members {string.Join(", ", Members.Select(member => member.Server.Name).Except(down))}");
        if (context is null)
            return;
        var behind = services.Store.Read(session => Members.SelectMany(member => Lags(session, member, context)).ToList());
        if (behind.Count > 0)
            throw new AegirException(AegirErrorKind.Refused, "MemberBehind",
                $"Of cluster '{Server.Name}', {string.Join(", ", behind)}.",
                $"Catch it up: Invoke-AegirVerify -Server {behind[0].Member}");
    }

    /// <summary>Forgets what the members missed of the task's target; for the end of a verify that was done on all that are in
    /// <see cref="Members"/> still.</summary>
    public void CaughtUp(StateSession session)
    {
        foreach (var member in Members.Where(member => !missed.Contains(member.Server.Id)))
            session.MemberLags.CaughtUp(member.Server.Id, context!.TargetType, context.Target);
    }

    private static bool IsUnreachable(AegirException error) => error.Id == "HostUnreachable";

    private static IReadOnlyList<MemberLag> Lags(StateSession session, PlaceMember member, StepContext context) =>
        session.MemberLags.Of(member.Server.Id).Where(lag => lag.TargetType == context.TargetType && lag.Target == context.Target).ToList();

    private async Task<IReadOnlyList<(PlaceMember Member, AegirException? Error)>> AskAsync() =>
        await Task.WhenAll(Members.Select(async member =>
        {
            try
            {
                await member.Host.RunAsync(new HostCommand("true"), context?.Cancellation ?? default).ConfigureAwait(false);
                return (member, (AegirException?)null);
            }
            catch (AegirException error) when (IsUnreachable(error))
            {
                return (member, error);
            }
        })).ConfigureAwait(false);

    private void Note(PlaceMember member, AegirException error)
    {
        missed.Add(member.Server.Id);
        context!.Warn($"'{member.Server.Name}' of cluster '{Server.Name}' is left out: {error.Message} A later verify catches it up.");
        services.Store.Write(session => session.MemberLags.Note(member.Server.Id, context.TargetType, context.Target, error.Message));
    }
}
