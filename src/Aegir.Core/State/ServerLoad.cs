namespace Aegir.State;

/// <summary>How many queued tasks run for each client and on each server, against what the servers may have.</summary>
internal sealed class ServerLoad
{
    private readonly Dictionary<string, int> clients = [];
    private readonly Dictionary<string, int> servers = [];
    private readonly Dictionary<string, int> databases = [];
    private readonly Dictionary<string, (int Tasks, int DatabaseTasks)> limits;

    public ServerLoad(StateSession session)
    {
        limits = session.Query("SELECT name, max_tasks, max_database_tasks FROM server WHERE status > -2", null,
            row => (Name: row.GetString(0), Tasks: row.GetInt32(1), DatabaseTasks: row.GetInt32(2))).ToDictionary(row => row.Name, row => (row.Tasks, row.DatabaseTasks));
        foreach (var (client, server, database, count) in session.Query("""
            SELECT client, server, database_server, count(*) FROM task JOIN lane ON lane.id = task.lane_id WHERE task.status = -1
            GROUP BY client, server, database_server
            """, null, row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3))))
            Add(client, server, database, count);
    }

    public int Of(string client) => clients.GetValueOrDefault(client);

    public void Add(Lane lane) => Add(lane.Client, lane.Server, lane.DatabaseServer, 1);

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
