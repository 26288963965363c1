namespace Aegir.State;

/// <summary>How many queued tasks run for each client and on each server, against what the servers may have.</summary>
internal sealed class ServerLoad
{
    private readonly Dictionary<string, int> clients = [];
    private readonly Dictionary<string, int> servers = [];
    private readonly Dictionary<string, int> databases = [];
    private readonly Dictionary<string, (int Tasks, int DatabaseTasks)> limits;

    private ServerLoad(Dictionary<string, (int Tasks, int DatabaseTasks)> limits) => this.limits = limits;

    /// <summary>Asks for it; what it returns gives it, once it is to be known.</summary>
    public static Func<ServerLoad> Ask(StateSession session)
    {
        var servers = session.Ask("SELECT name, max_tasks, max_database_tasks FROM server WHERE status > -2", null,
            row => (Name: row.GetString(0), Tasks: row.GetInt32(1), DatabaseTasks: row.GetInt32(2)));
        var running = session.Ask("""
            SELECT client, server, database_server, count(*) FROM task JOIN lane ON lane.id = task.lane_id WHERE task.status = -1
            GROUP BY client, server, database_server
            """, null, row => (Client: row.GetString(0), Server: row.GetString(1), Database: row.GetString(2), Count: row.GetInt32(3)));
        return () =>
        {
            var load = new ServerLoad(servers.Rows.ToDictionary(row => row.Name, row => (row.Tasks, row.DatabaseTasks)));
            foreach (var (client, server, database, count) in running.Rows)
                load.Add(client, server, database, count);
            return load;
        };
    }

    public int Of(string client) => clients.GetValueOrDefault(client);

    public void Add(Lane lane, int count) => Add(lane.Client, lane.Server, lane.DatabaseServer, count);

    public bool HasRoom(Lane lane) => Full(lane.Server, lane.DatabaseServer) is null;

    /// <summary>Which of the two servers has as many tasks as it may, for a person; null where both have room.</summary>
    public string? Full(string server, string database) =>
        Of(servers, server) >= Limit(limits.GetValueOrDefault(server).Tasks) ? $"server {server} has {Of(servers, server)} tasks, as many as it may (Set-AegirServer -MaxTasks)"
        : Of(databases, database) >= Limit(limits.GetValueOrDefault(database).DatabaseTasks)
            ? $"database server {database} has {Of(databases, database)} tasks, as many as it may (Set-AegirServer -MaxDatabaseTasks)"
        : null;

    private static int Of(Dictionary<string, int> counts, string name) => counts.GetValueOrDefault(name);

    private static int Limit(int limit) => limit == 0 ? int.MaxValue : limit;

    private void Add(string client, string server, string database, int count)
    {
        clients[client] = Of(client) + count;
        servers[server] = Of(servers, server) + count;
        databases[database] = Of(databases, database) + count;
    }
}
