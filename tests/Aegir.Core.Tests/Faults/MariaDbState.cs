using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Faults;

/// <summary>The databases and users of sites as they were.</summary>
internal sealed class MariaDbState
{
    private readonly MariaDbServer server;
    private readonly string start;
    private readonly DatabaseList before;
    private readonly Dictionary<string, string> databases;
    private readonly Dictionary<string, string> users;

    public MariaDbState(MariaDbServer server, string start)
    {
        (this.server, this.start) = (server, start);
        before = DatabaseList.Of(server, start);
        databases = before.Databases.ToDictionary(name => name, name => Command.Run(
            Programs.Find("mariadb-dump", "mysqldump")!, $"--defaults-extra-file={server.OptionFile}", "--databases", name));
        users = before.Users.ToDictionary(name => name, name => string.Join('\n', Accounts(name).Select(account =>
            string.Join('\n', (server.Query($"SHOW CREATE USER {account};") + server.Query($"SHOW GRANTS FOR {account};"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace("\\\\", "\\") + ";")))));
    }

    /// <summary>Puts back what was dropped, and drops what came.</summary>
    public void Restore()
    {
        var now = DatabaseList.Of(server, start);
        var sql = now.Databases.Except(before.Databases).Select(name => $"DROP DATABASE `{name}`;")
            .Concat(now.Users.Except(before.Users).SelectMany(Accounts).Select(account => $"DROP USER {account};"))
            .Concat(before.Databases.Except(now.Databases).Select(name => databases[name]))
            .Concat(before.Users.Except(now.Users).Select(name => users[name])).ToList();
        if (sql.Count > 0)
            server.Query(string.Join('\n', sql));
    }

    private string[] Accounts(string user) => server.Query($"SELECT CONCAT(QUOTE(User), '@', QUOTE(Host)) FROM mysql.user WHERE User = '{user}';")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
