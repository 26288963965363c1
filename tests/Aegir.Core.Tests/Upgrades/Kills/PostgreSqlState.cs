using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Kills;

/// <summary>On PostgreSQL a database is kept as a copy under another name.</summary>
internal sealed class PostgreSqlState
{
    private readonly PostgreSqlServer server;
    private readonly string start;
    private readonly DatabaseList before;
    private readonly Dictionary<string, string> passwords;

    public PostgreSqlState(PostgreSqlServer server, string start)
    {
        (this.server, this.start) = (server, start);
        before = DatabaseList.Of(server, start);
        passwords = before.Users.ToDictionary(name => name, name => server.Query($"SELECT rolpassword FROM pg_authid WHERE rolname = '{name}'").Trim());
        foreach (var name in before.Databases)
            server.Query($"CREATE DATABASE {Saved(name)} TEMPLATE {name}");
    }

    /// <summary>Puts back what was dropped, and drops what came.</summary>
    public void Restore()
    {
        var now = DatabaseList.Of(server, start);
        foreach (var name in now.Databases.Except(before.Databases).Concat(now.Users.Except(before.Users)).Distinct())
            server.Drop(name);
        foreach (var name in before.Users.Except(now.Users))
            server.MakeUser(name, passwords[name]);
        foreach (var name in before.Databases.Except(now.Databases))
            server.Query($"CREATE DATABASE {name} TEMPLATE {Saved(name)} OWNER {name}");
    }

    private static string Saved(string name) => "saved_" + name;
}
