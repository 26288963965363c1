using Aegir.Operations;
using Aegir.State;

namespace Aegir.Hub;

/// <summary>The servers of a hub.</summary>
public sealed class Servers(OperationServices services, TaskDesk tasks)
{
    private readonly IStateStore store = services.Store;

    public IReadOnlyList<Server> Find(IEnumerable<string>? names = null) =>
        store.Read(session => session.Servers.Find(NamePattern.From(names)).ToList().ConvertAll(server => Whole(session, server)));

    /// <exception cref="AegirException">ServerNotFound.</exception>
    public Server Get(string name) => store.Read(session => Whole(session, session.Servers.Get(name) ?? throw Missing.Server(name)));

    /// <summary>Changes what <paramref name="change"/> changes, in one transaction; the name stays.</summary>
    /// <exception cref="AegirException">ServerNotFound, OptionFileNeeded, PathNotAbsolute.</exception>
    public Server Set(string name, Func<Server, Server> change) => store.Write(session =>
    {
        var server = session.Servers.Get(name) ?? throw Missing.Server(name);
        var changed = change(server) with { Id = server.Id, Name = server.Name };
        if (changed.Database is DatabaseType.MariaDb or DatabaseType.PostgreSql && changed.DatabaseOptionFile is null)
            throw new AegirException(AegirErrorKind.InvalidInput, "OptionFileNeeded",
                $"A {changed.Database} service needs the file of an account that may create databases and users.",
                "Give -DatabaseOptionFile its path: an option file with a section [client] for MariaDB, a service file with a section [aegir] for PostgreSQL.");
        foreach (var path in new[] { changed.DatabaseOptionFile, changed.WebRoot })
            if (path is not null && Names.AbsolutePath(path) is null)
                throw new AegirException(AegirErrorKind.InvalidInput, "PathNotAbsolute",
                    $"'{path}' is not an absolute path on the server.", "Give the path from the root, such as /etc/aegir/database.cnf.");
        session.Servers.Update(changed);
        return changed;
    });

    /// <summary>Tests what sites on the server need; the error names what is missing.</summary>
    /// <exception cref="AegirException">ServerNotFound, ServerProgramMissing, ServerPhpUnfit, OptionFileMissing, DatabaseUnreachable,
    /// DatabaseRightsMissing …</exception>
    public async Task<Server> VerifyAsync(string name, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RunAsync(new VerifyServer(services, Get(name)), sink, cancellation).ConfigureAwait(false);
        await new CatchUp(services, tasks).RunAsync(Get(name), sink, cancellation).ConfigureAwait(false);
        return Get(name);
    }

    private static Server Whole(StateSession session, Server server) => server with { Lagging = session.MemberLags.Of(server) };
}
