using System.Data.Common;

namespace Aegir.State;

public sealed class ServerTable(StateSession session)
{
    private const string Select = """
        SELECT id, name, host_name, transport, status, database_type, database_option_file, web_root, web_url, php, drush, verified FROM server
        """;

    public IEnumerable<Server> Find(IReadOnlyList<NamePattern>? names = null)
    {
        var conditions = new Conditions().Add("status > -2").Names("name", names);
        return session.Query(Select + conditions.Where + " ORDER BY name", conditions.Parameters, Map);
    }

    public Server? Get(string name) => Find([new NamePattern(name)]).FirstOrDefault();

    public void Update(Server server) => session.Execute("""
        UPDATE server SET host_name = @HostName, transport = @transport, status = @status, database_type = @database,
            database_option_file = @DatabaseOptionFile, web_root = @WebRoot, web_url = @WebUrl, php = @Php, drush = @Drush,
            verified = @verified
        WHERE id = @Id
        """,
        new
        {
            server.Id,
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
        });

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
    };
}
