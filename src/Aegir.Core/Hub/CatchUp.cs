using Aegir.Operations;
using Aegir.Operations.Spokes;

namespace Aegir.Hub;

/// <summary>Gives members of clusters what they missed while they were down: each platform and site by a task of its own.</summary>
internal sealed class CatchUp(OperationServices services, TaskDesk tasks)
{
    /// <param name="server">A member, or the cluster.</param>
    /// <exception cref="AegirException">That of the first task that failed; the others were run.</exception>
    public async Task RunAsync(Server server, ITaskSink sink, CancellationToken cancellation)
    {
        AegirException? failed = null;
        // A site needs its platform's code.
        foreach (var lag in server.Lagging.OrderBy(lag => lag.TargetType != "platform"))
        {
            try
            {
                if (Operation(lag) is { } operation)
                    await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
            }
            catch (AegirException error)
            {
                failed ??= error;
            }
        }
        if (failed is not null)
            throw failed;
    }

    private Operation? Operation(MemberLag lag) => services.Store.Write<Operation?>(session =>
    {
        var member = session.Servers.Get(lag.Member)!;
        if (session.MemberLags.Of(member.Id).All(left => left.TargetType != lag.TargetType || left.Target != lag.Target))
            return null;
        switch (lag.TargetType)
        {
            case "site":
                return session.Sites.Get(lag.Target) is { Status: SiteStatus.Enabled } site && Serves(session.Servers.Get(site.Server)!, member)
                    ? VerifySite.Create(services, site)
                    : new CatchUpSite(services, member, lag.Target);
            case "platform" when session.Platforms.Get(lag.Target) is { } platform && Serves(session.Servers.Get(platform.Server)!, member):
                return VerifyPlatform.For(services, platform);
            default:
                // It is gone, or was verified just now.
                session.MemberLags.CaughtUp(member.Id, lag.TargetType, lag.Target);
                return null;
        }
    });

    private static bool Serves(Server server, Server member) => server.Id == member.Id || server.Members.Contains(member.Name, StringComparer.OrdinalIgnoreCase);
}
