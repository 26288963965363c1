using Aegir.Hosts;
using Aegir.Operations;
using Aegir.Operations.Spokes;
using Aegir.Operations.Verifying;
using Aegir.State;

namespace Aegir.Hub;

/// <summary>The servers of a hub.</summary>
public sealed class Servers(OperationServices services, TaskDesk tasks, HostKeys keys)
{
    private readonly IStateStore store = services.Store;

    public IReadOnlyList<Server> Find(IEnumerable<string>? names = null) =>
        store.Read(session => session.Servers.Find(NamePattern.From(names)).ToList().ConvertAll(server => Whole(session, server)));

    /// <exception cref="AegirException">ServerNotFound.</exception>
    public Server Get(string name) => store.Read(session => Whole(session, session.Servers.Get(name) ?? throw Missing.Server(name)));

    /// <summary>Registers a server; it is Queued until a verify finds it fit.</summary>
    /// <exception cref="AegirException">ServerExists, and what <see cref="ServerRules.Check"/> refuses.</exception>
    public Server Add(Server server) => store.Write(session =>
    {
        var added = ServerRules.Check(session, server with { Id = 0, Verified = null, Status = ServerStatus.Queued });
        session.Servers.Add(added);
        return session.Servers.Get(added.Name)!;
    });

    /// <summary>Changes what <paramref name="change"/> changes, in one transaction; the name stays.</summary>
    /// <exception cref="AegirException">ServerNotFound, and what <see cref="ServerRules.Check"/> refuses.</exception>
    public Server Set(string name, Func<Server, Server> change) => store.Write(session =>
    {
        var server = session.Servers.Get(name) ?? throw Missing.Server(name);
        var changed = ServerRules.Check(session, change(server) with { Id = server.Id, Name = server.Name });
        session.Servers.Update(changed);
        ClusterMembers.Note(session, server, changed);
        return changed;
    });

    /// <summary>Forgets the server and the host key that was accepted for it; nothing on the machine changes.</summary>
    /// <exception cref="AegirException">ServerNotFound, ServerIsMaster, ServerInUse, TargetBusy.</exception>
    public void Remove(string name)
    {
        var removed = store.Write(session =>
        {
            var server = session.Servers.Get(name) ?? throw Missing.Server(name);
            ServerRules.RequireUnused(session, server);
            session.Servers.Update(server with { Status = ServerStatus.Deleted });
            return server;
        });
        keys.Forget(removed);
    }

    /// <summary>The host keys that the machine presents now.</summary>
    /// <exception cref="AegirException">ServerNotFound, ServerNeedsNoHostKey, HostUnreachable.</exception>
    public Task<IReadOnlyList<HostKey>> ScanHostKeyAsync(string name, CancellationToken cancellation) => keys.ScanAsync(OverSsh(name), cancellation);

    /// <summary>Accepts the host key with this fingerprint, if the machine presents it; the one that was accepted before goes.</summary>
    /// <exception cref="AegirException">ServerNotFound, ServerNeedsNoHostKey, HostUnreachable, HostKeyMismatch.</exception>
    public Task TrustHostKeyAsync(string name, string fingerprint, CancellationToken cancellation) =>
        keys.TrustAsync(OverSsh(name), fingerprint, cancellation);

    /// <summary>Tests one by one what sites on the server need, and prepares its folders and its web server. All checks that can go on go on; a
    /// server that passes is Enabled.</summary>
    /// <exception cref="AegirException">ServerNotFound; that of the check that failed, or ServerUnfit with all of them.</exception>
    public async Task<Server> VerifyAsync(string name, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RunAsync(new VerifyServer(services, Get(name)), sink, cancellation).ConfigureAwait(false);
        await new CatchUp(services, tasks).RunAsync(Get(name), sink, cancellation).ConfigureAwait(false);
        return Get(name);
    }

    private static Server Whole(StateSession session, Server server) => server with { Lagging = session.MemberLags.Of(server) };

    private Server OverSsh(string name) => Get(name) is { Transport: not ServerTransport.Local } server ? server : throw new AegirException(
        AegirErrorKind.InvalidInput, "ServerNeedsNoHostKey", $"'{name}' is not reached by ssh.", $"Set-AegirServer '{name}' -Transport OpenSsh changes that.");
}
