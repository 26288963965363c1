using System.Data.Common;

namespace Aegir.State;

public sealed class ServerTable(StateSession session)
{
    private const string Select = """
        SELECT id, name, host_name, transport, status, database_type, database_option_file, web_root, web_url, php, drush, verified,
            ssh_user, ssh_port, ssh_key_file, members, folder, database_host, database_grant_all_hosts,
            web_server, web_port, web_https_port, addresses, web_command, web_group, php_fpm, opcache_seconds, max_tasks, max_database_tasks, ssh_secret
        FROM server
        """;

    public IEnumerable<Server> Find(IReadOnlyList<NamePattern>? names = null)
    {
        var conditions = new Conditions().Add("status > -2").Names("name", names);
        return session.Query(Select + conditions.Where + " ORDER BY name", conditions.Parameters, Map);
    }

    public Server? Get(string name) => Find([NamePattern.Exact(name)]).FirstOrDefault();

    /// <summary>A server that is not deleted and has the same name, or one that folds to the same context name; null where there is none.</summary>
    public Server? Clash(string name, long exceptId = 0) => session.Query(
        Select + " WHERE status > -2 AND id <> @exceptId AND (lower(name) = lower(@name) OR lower(context_name) = lower(@context))",
        new { name, context = Names.ServerContext(name), exceptId }, Map).FirstOrDefault();

    public long Add(Server server) => session.Insert("""
        INSERT INTO server (name, context_name, host_name, transport, status, database_type, database_option_file, web_root, web_url, php, drush,
            verified, ssh_user, ssh_port, ssh_key_file, members, folder, database_host, database_grant_all_hosts, web_server, web_port,
            web_https_port, addresses, web_command, web_group, php_fpm, opcache_seconds, max_tasks, max_database_tasks, ssh_secret)
        VALUES (@Name, @context, @HostName, @transport, @status, @database, @DatabaseOptionFile, @WebRoot, @WebUrl, @Php, @Drush,
            @verified, @SshUser, @SshPort, @SshKeyFile, @members, @Folder, @DatabaseHost, @grantAllHosts, @webServer, @WebPort,
            @WebHttpsPort, @addresses, @webCommand, @WebGroup, @PhpFpm, @OpcacheSeconds, @MaxTasks, @MaxDatabaseTasks, @SshSecret)
        """, Row(server));

    /// <summary>Writes all of a server but its name.</summary>
    public void Update(Server server) => session.Execute("""
        UPDATE server SET host_name = @HostName, transport = @transport, status = @status, database_type = @database,
            database_option_file = @DatabaseOptionFile, web_root = @WebRoot, web_url = @WebUrl, php = @Php, drush = @Drush,
            verified = @verified, ssh_user = @SshUser, ssh_port = @SshPort, ssh_key_file = @SshKeyFile, members = @members, folder = @Folder,
            database_host = @DatabaseHost, database_grant_all_hosts = @grantAllHosts, web_server = @webServer, web_port = @WebPort,
            web_https_port = @WebHttpsPort, addresses = @addresses, web_command = @webCommand, web_group = @WebGroup, php_fpm = @PhpFpm,
            opcache_seconds = @OpcacheSeconds, max_tasks = @MaxTasks, max_database_tasks = @MaxDatabaseTasks, ssh_secret = @SshSecret
        WHERE id = @Id
        """, Row(server));

    private static object Row(Server server) => new
    {
        server.Id,
        server.Name,
        context = Names.ServerContext(server.Name),
        server.HostName,
        transport = (int)server.Transport,
        status = (int)server.Status,
        database = (int)server.Database,
        server.DatabaseOptionFile,
        server.WebRoot,
        server.WebUrl,
        server.Php,
        server.Drush,
        verified = server.Verified.Milliseconds(),
        server.SshUser,
        server.SshPort,
        server.SshKeyFile,
        members = server.Members.Json(),
        server.Folder,
        server.DatabaseHost,
        grantAllHosts = server.DatabaseGrantAllHosts ? 1 : 0,
        webServer = (int)server.WebServer,
        server.WebPort,
        server.WebHttpsPort,
        addresses = server.Addresses.Json(),
        webCommand = server.WebCommand.Json(),
        server.WebGroup,
        server.PhpFpm,
        server.OpcacheSeconds,
        server.MaxTasks,
        server.MaxDatabaseTasks,
        server.SshSecret,
    };

    private static Server Map(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Name = row.GetString(1),
        HostName = row.GetString(2),
        Transport = (ServerTransport)row.GetInt32(3),
        Status = (ServerStatus)row.GetInt32(4),
        Database = (DatabaseType)row.GetInt32(5),
        DatabaseOptionFile = row.Text(6),
        WebRoot = row.Text(7),
        WebUrl = row.Text(8),
        Php = row.GetString(9),
        Drush = row.Text(10),
        Verified = row.Time(11),
        SshUser = row.Text(12),
        SshPort = row.GetInt32(13),
        SshKeyFile = row.Text(14),
        Members = row.List(15),
        Folder = row.GetString(16),
        DatabaseHost = row.Text(17),
        DatabaseGrantAllHosts = row.GetInt32(18) != 0,
        WebServer = (WebServerType)row.GetInt32(19),
        WebPort = row.GetInt32(20),
        WebHttpsPort = row.GetInt32(21),
        Addresses = row.List(22),
        WebCommand = row.List(23),
        WebGroup = row.GetString(24),
        PhpFpm = row.Text(25),
        OpcacheSeconds = row.GetInt32(26),
        MaxTasks = row.GetInt32(27),
        MaxDatabaseTasks = row.GetInt32(28),
        SshSecret = row.Text(29),
    };
}
