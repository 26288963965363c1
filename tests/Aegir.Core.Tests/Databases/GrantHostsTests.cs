using Aegir.Databases;
using Aegir.Hosts;
using Aegir.Operations;
using Aegir.State;
using Aegir.Tests.Components;

namespace Aegir.Tests.Databases;

/// <summary>Who may log in from where (aegir-spec 2.14), on machines of their own.</summary>
public sealed class GrantHostsTests
{
    [NeedsLabFact("mariadbd|mysqld", "mariadb-install-db|mysql_install_db", "mariadb|mysql"), Trait("Oracle", "18"), Trait("Oracle", "19")]
    public async Task A_user_comes_from_each_machine_as_the_database_server_sees_it_and_from_the_hub()
    {
        using var lab = new Lab();
        using var server = MariaDbServer.For(lab);
        using var hub = new GrantHub(lab, master => master with { Database = DatabaseType.MariaDb, DatabaseOptionFile = server.OptionFile, HostName = lab.HubAddress });

        var hosts = await hub.GrantHostsAsync("pair");

        // localhost is what 127.0.0.1 is called through a socket.
        Assert.Equal([lab[0].Address, lab[1].Address, "127.0.0.1", "localhost"], hosts);
        Assert.Equal(["127.0.0.1", "localhost"], await hub.GrantHostsAsync(Server.MasterName));
        Assert.Equal([lab[1].Address, "127.0.0.1", "localhost"], await hub.GrantHostsAsync(lab[1].Name));

        var order = new DatabaseOrder("examplecom", "examplecom", "s3cret", "mark") { Hosts = hosts };
        var databases = hub.Databases("pair");
        await databases.CreateAsync(order, default);
        Assert.Equal([lab[0].Address, lab[1].Address, "127.0.0.1", "localhost"], Granted(server));
        var address = await databases.AddressAsync(default);
        Assert.Equal(new DatabaseAddress("mysql", lab.HubAddress, server.Port), address);
        foreach (var machine in lab.Machines)
            Assert.Equal("1", machine.Run($"php -r 'echo (new PDO(\"mysql:host={address.Host};port={address.Port};dbname=examplecom\", \"examplecom\", \"s3cret\"))->query(\"SELECT 1\")->fetchColumn();'"));
        await databases.DropAsync("examplecom", "examplecom", "mark", default);
        Assert.Empty(Granted(server));

        // Where the server takes them from everywhere, nobody need be named.
        hub.Change(master => master with { DatabaseGrantAllHosts = true });
        await databases.CreateAsync(order with { Hosts = await hub.GrantHostsAsync("pair") }, default);
        Assert.Equal(["%", "127.0.0.1"], Granted(server));
        await databases.DropAsync("examplecom", "examplecom", "mark", default);
    }

    [NeedsLabFact("mariadbd|mysqld", "mariadb-install-db|mysql_install_db", "mariadb|mysql")]
    public async Task A_member_that_does_not_get_to_the_database_is_named()
    {
        using var lab = new Lab();
        using var server = MariaDbServer.For(lab);
        using var hub = new GrantHub(lab, master => master with { Database = DatabaseType.MariaDb, DatabaseOptionFile = server.OptionFile, HostName = lab.HubAddress });
        lab[1].Run($"ip route add blackhole {lab.HubAddress}/32 table 99; ip rule add to {lab.HubAddress} dport {server.Port} ipproto tcp table 99");

        var error = await Assert.ThrowsAsync<AegirException>(() => hub.GrantHostsAsync("pair"));

        Assert.Equal("DatabaseUnreachableFrom", error.Id);
        Assert.Contains($"'{lab[1].Name}'", error.Message);
    }

    [NeedsLabAndPostgreSqlFact]
    public async Task Machines_that_PostgreSQL_lets_in_need_no_grant_and_others_are_named()
    {
        using var lab = new Lab();
        using var server = PostgreSqlServer.For(lab);
        using var hub = new GrantHub(lab, master => master with { Database = DatabaseType.PostgreSql, DatabaseOptionFile = server.OptionFile, HostName = lab.HubAddress });

        Assert.Empty(await hub.GrantHostsAsync("pair"));

        server.Forbid(lab[0].Address);
        var error = await Assert.ThrowsAsync<AegirException>(() => hub.GrantHostsAsync("pair"));
        Assert.Equal("DatabaseUnreachableFrom", error.Id);
        Assert.Contains($"'{lab[0].Name}'", error.Message);
        Assert.Contains("pg_hba.conf", error.Message + error.Action);
    }

    private static string[] Granted(MariaDbServer server) =>
        [.. server.Query("SELECT Host FROM mysql.user WHERE User = 'examplecom'").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>A store that knows the machines of a lab, and a cluster of the first two.</summary>
    private sealed class GrantHub : IDisposable
    {
        private readonly TempFolder folder = new();
        private readonly IStateStore store;
        private readonly OperationServices services;
        private readonly Dictionary<string, OpenSshHost> hosts;
        private readonly LocalHost local = new();

        public GrantHub(Lab lab, Func<Server, Server> change)
        {
            store = SqliteStore.Open(folder.At("hub.db"));
            hosts = lab.Machines.ToDictionary(machine => machine.Name, machine => new OpenSshHost(machine.Server, new HostKeys(lab.KnownHosts, local)));
            services = new OperationServices(store, server => hosts.GetValueOrDefault(server.Name) is { } host ? host : local);
            store.Write(session =>
            {
                foreach (var machine in lab.Machines)
                    session.Servers.Add(machine.Server);
                session.Servers.Add(new Server { Name = "pair", HostName = "pair.example.test", Members = [lab[0].Name, lab[1].Name] });
            });
            Change(change);
        }

        public void Change(Func<Server, Server> change) =>
            store.Write(session => { session.Servers.Update(change(session.Servers.Get(Server.MasterName)!)); });

        public Task<IReadOnlyList<string>> GrantHostsAsync(string server) =>
            services.GrantHostsAsync(services.Server(Server.MasterName), services.Place(server), default);

        public ISiteDatabases Databases(string server)
        {
            var master = services.Server(Server.MasterName);
            return services.Databases(master.Database, master, services.Place(server));
        }

        public void Dispose()
        {
            foreach (var host in hosts.Values)
                host.Dispose();
            store.Dispose();
            folder.Dispose();
        }
    }
}
