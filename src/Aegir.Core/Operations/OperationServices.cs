using Aegir.Databases;
using Aegir.Databases.PostgreSql;
using Aegir.Hosts;
using Aegir.State;
using Aegir.WebServers;
using Aegir.WebServers.Apache;
using Aegir.WebServers.Nginx;

namespace Aegir.Operations;

/// <summary>What operations work with: the store, and the machines by server.</summary>
public sealed class OperationServices(IStateStore store, Func<Server, IHost> hosts)
{
    private WebReloads? reloads;

    public IStateStore Store => store;

    public Server Server(string name) => store.Read(session => session.Servers.Get(name)) ?? throw Missing.Server(name);

    public IHost Host(Server server) => hosts(server);

    /// <summary>The hub's own machine: it holds the backups, a copy of every platform, and the accounts of database servers.</summary>
    public PlaceMember Hub
    {
        get
        {
            var master = Server(Aegir.Server.MasterName);
            return new PlaceMember(master, hosts(master));
        }
    }

    public HostFiles Files { get; } = new();

    /// <summary>Where the platforms of a web server are served.</summary>
    public Place Place(string server) => Operations.Place.Of(this, server);

    /// <summary>When web servers are reloaded.</summary>
    public WebReloads Reloads => reloads ??= new WebReloads(this);

    /// <summary>The web server of a machine.</summary>
    public IWebHosting Hosting(PlaceMember member) => member.Server.WebServer switch
    {
        WebServerType.Nginx => new NginxHosting(member.Host, member.Server),
        WebServerType.Apache => new ApacheHosting(member.Host, member.Server),
        _ => new LinkedHosting(member.Host, member.Server),
    };

    /// <summary>The server that a site's database is on: the one it names, or else that of its platform, or the hub's own.</summary>
    public Server DatabaseServer(Site site) =>
        site.DatabaseServer is { } name ? Server(name)
        : Server(site.Server) is { Database: not DatabaseType.None } own ? own
        : Server(Aegir.Server.MasterName);

    /// <summary>The databases of one kind. Those of a server are worked on from the hub's machine, which alone knows the account; SQLite
    /// files are worked on where the site is.</summary>
    /// <param name="lead">The machine the site is on.</param>
    /// <param name="mark">Marks the commands as a task's.</param>
    /// <exception cref="AegirException">DatabaseServiceMissing: the server offers none of that kind.</exception>
    public ISiteDatabases Databases(DatabaseType type, Server databaseServer, PlaceMember lead, Func<IHost, IHost>? mark = null) =>
        Databases(type, databaseServer, [lead], mark);

    /// <summary>The same for sites that several machines may serve: their addresses are good on each.</summary>
    public ISiteDatabases Databases(DatabaseType type, Server databaseServer, Place place, Func<IHost, IHost>? mark = null) =>
        Databases(type, databaseServer, place.Members, mark);

    /// <summary>The addresses that the user of a site at a place may come from, as the database server sees them (aegir-spec 2.14); % where it
    /// takes them from everywhere, none for PostgreSQL. Every machine is let knock there.</summary>
    /// <exception cref="AegirException">DatabaseUnreachableFrom, DatabaseTakesAnyone, DatabaseDriverMissing; all name the machine.</exception>
    public Task<IReadOnlyList<string>> GrantHostsAsync(
        Server databaseServer, Place place, CancellationToken cancellation, Func<IHost, IHost>? mark = null) =>
        GrantHosts.FindAsync(this, databaseServer, place, mark, cancellation);

    /// <summary>The folder on the hub's machine that downloads are kept in.</summary>
    public string CacheFolder => HubFolder + "/cache";

    /// <summary>The folder on a machine that PHP keeps the compiled code of platforms in.</summary>
    public string CodeCacheFolder(PlaceMember member) => $"{(member.IsOneWith(Hub) ? HubFolder : member.Server.Folder.TrimEnd('/'))}/cache/php";

    /// <summary>The folder on the hub's machine that backups go to.</summary>
    public string BackupFolder => HubFolder + "/backups";

    /// <summary>The folder on the hub's machine that these lie in. A store that several machines share says where, for all of them alike.</summary>
    public string HubFolder => store.FilePath is { } file ? Path.GetDirectoryName(file) ?? "/" : Hub.Server.Folder;

    private ISiteDatabases Databases(DatabaseType type, Server server, IReadOnlyList<PlaceMember> members, Func<IHost, IHost>? mark)
    {
        IHost Marked(IHost host) => mark is null ? host : mark(host);
        // The account's file tells the address as the hub's machine has it.
        var reach = new DatabaseReach(server, members.Any(member => member.IsRemote && member.Server.Name != server.Name));
        return type switch
        {
            DatabaseType.Sqlite => new SqliteDatabases(Marked(members[0].Host), members[0].Server.Php),
            DatabaseType.MariaDb when server.Database == DatabaseType.MariaDb && server.DatabaseOptionFile is { } file =>
                new MariaDbDatabases(Marked(Hub.Host), file, reach),
            DatabaseType.PostgreSql when server.Database == DatabaseType.PostgreSql && server.DatabaseOptionFile is { } file =>
                new PostgreSqlDatabases(Marked(Hub.Host), file, reach),
            _ => throw new AegirException(AegirErrorKind.Unavailable, "DatabaseServiceMissing",
                $"Server '{server.Name}' has no {type} database service.",
                $"Name the file of an account that may create databases: Set-AegirServer {server.Name} -Database {type} -DatabaseOptionFile PATH"),
        };
    }
}
