using Aegir.Databases;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>What operations work with: the store, and the machines by server.</summary>
public sealed class OperationServices(IStateStore store, Func<Server, IHost> hosts)
{
    public IStateStore Store => store;

    public Server Server(string name) => store.Read(session => session.Servers.Get(name)) ?? throw Missing.Server(name);

    public IHost Host(Server server) => hosts(server);

    /// <summary>The databases of one kind that sites of a server live in.</summary>
    /// <exception cref="AegirException">DatabaseServiceMissing: the server offers none of that kind.</exception>
    public ISiteDatabases Databases(Server server, IHost host, DatabaseType type) => type switch
    {
        DatabaseType.Sqlite => new SqliteDatabases(host, server.Php),
        DatabaseType.MariaDb when server.Database == DatabaseType.MariaDb && server.DatabaseOptionFile is { } file =>
            new MariaDbDatabases(host, file),
        _ => throw new AegirException(AegirErrorKind.Unavailable, "DatabaseServiceMissing",
            $"Server '{server.Name}' has no {type} database service.",
            $"Name the option file of an account that may create databases: Set-AegirServer {server.Name} -Database {type} -DatabaseOptionFile PATH"),
    };

    /// <summary>The folder on the server that backups go to.</summary>
    public string BackupFolder(Server server) => (Path.GetDirectoryName(store.Location) ?? "/") + "/backups";
}
