using Aegir.Tests.Components;

namespace Aegir.Tests.Servers;

public sealed class ServerRulesTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly AegirHub hub;

    public ServerRulesTests() => hub = AegirHub.Open(folder.At("hub.db"));

    private static Server Web(string name) => new()
    {
        Name = name, HostName = name + ".example.com", Transport = ServerTransport.OpenSsh, WebServer = WebServerType.Nginx,
    };

    [Fact]
    public void A_server_keeps_all_that_it_was_given()
    {
        var given = Web("web1") with
        {
            SshUser = "aegir",
            SshPort = 2222,
            SshKeyFile = "/home/a/.ssh/id",
            Folder = "/srv//aegir/",
            Database = DatabaseType.PostgreSql,
            DatabaseOptionFile = "/etc/aegir/pg.conf",
            DatabaseHost = "10.0.0.7",
            DatabaseGrantAllHosts = true,
            WebPort = 8080,
            WebHttpsPort = 8443,
            Addresses = ["192.0.2.7", "2001:db8::7"],
            WebCommand = ["sudo", "-n", "/usr/sbin/nginx"],
            WebGroup = "nginx",
            PhpFpm = "127.0.0.1:9000",
            OpcacheSeconds = 60,
            Php = "/usr/bin/php8.2",
            Drush = "/usr/bin/drush",
        };

        hub.Servers.Add(given);

        var kept = hub.Servers.Get("WEB1");
        Assert.Equal(ServerStatus.Queued, kept.Status);
        Assert.Null(kept.Verified);
        Assert.Equal(
            given with { Id = kept.Id, Status = ServerStatus.Queued, Folder = "/srv/aegir", Addresses = kept.Addresses, WebCommand = kept.WebCommand, Members = kept.Members, Lagging = kept.Lagging },
            kept);
        Assert.Empty(kept.Lagging);
        Assert.Equal(given.Addresses, kept.Addresses);
        Assert.Equal(given.WebCommand, kept.WebCommand);
    }

    [Fact]
    [Trait("Oracle", "3")]
    public void Server1_example_com_is_at_server_server1examplecom_and_no_other_server_may_be()
    {
        hub.Servers.Add(Web("server1.example.com"));

        Assert.Equal("@server_server1examplecom", Names.ServerContext("server1.example.com"));
        var error = Refused(Web("server1-example.com"));
        Assert.Equal("ServerExists", error.Id);
        Assert.Contains("@server_server1examplecom", error.Message);
        Assert.Contains("server1.example.com", error.Message);
        Assert.Equal("ServerExists", Refused(Web("SERVER1.example.com")).Id);

        hub.Servers.Remove("server1.example.com");
        Assert.Equal("server1-example.com", hub.Servers.Add(Web("server1-example.com")).Name);
    }

    public static TheoryData<string, Func<Server, Server>> Wrong => new()
    {
        { "NameInvalid", server => server with { Name = "a*" } },
        { "HostNameInvalid", server => server with { HostName = "-oProxyCommand=x" } },
        { "HostNameInvalid", server => server with { HostName = "a b" } },
        { "HostNameInvalid", server => server with { HostName = "" } },
        { "SshAccountInvalid", server => server with { SshUser = "-x" } },
        { "PathNotAbsolute", server => server with { SshKeyFile = "id_ed25519" } },
        { "PathNotAbsolute", server => server with { Folder = "aegir" } },
        { "PathNotAbsolute", server => server with { WebRoot = "/a/../b" } },
        { "PortInvalid", server => server with { SshPort = 65536 } },
        { "PortInvalid", server => server with { WebPort = 0 } },
        { "PortInvalid", server => server with { WebPort = 443 } },
        { "AddressInvalid", server => server with { Addresses = ["example.com"] } },
        { "OptionFileNeeded", server => server with { Database = DatabaseType.MariaDb } },
        { "OptionFileNeeded", server => server with { Database = DatabaseType.PostgreSql } },
        { "SettingInvalid", server => server with { WebGroup = "www data" } },
        { "SettingInvalid", server => server with { WebUrl = "localhost" } },
        { "SettingInvalid", server => server with { PhpFpm = "php-fpm.sock" } },
        { "SettingInvalid", server => server with { OpcacheSeconds = -1 } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_no_server_can_be_is_refused_when_it_is_added_and_when_it_is_changed(string id, Func<Server, Server> change)
    {
        Assert.Equal(id, Refused(change(Web("web1"))).Id);
        if (id == "NameInvalid")
            return;
        hub.Servers.Add(Web("web1"));
        Assert.Equal(id, Assert.Throws<AegirException>(() => hub.Servers.Set("web1", change)).Id);
        Assert.Equal(80, hub.Servers.Get("web1").WebPort);
    }

    [Fact]
    public void The_members_of_a_cluster_are_web_servers_of_their_own()
    {
        hub.Servers.Add(Web("web1"));
        hub.Servers.Add(Web("web2") with { WebServer = WebServerType.Apache });
        hub.Servers.Add(Web("db1") with { WebServer = WebServerType.None, Database = DatabaseType.MariaDb, DatabaseOptionFile = "/etc/x.cnf" });
        var cluster = new Server { Name = "cluster", Members = ["web1", "web2"] };

        Assert.Equal("ServerNotFound", Refused(cluster with { Members = ["web1", "web3"] }).Id);
        Assert.Equal("ClusterMemberTwice", Refused(cluster with { Members = ["web1", "WEB1"] }).Id);
        Assert.Equal("ClusterMemberNoWebServer", Refused(cluster with { Members = ["web1", "db1"] }).Id);
        Assert.Equal("ClusterHasServices", Refused(cluster with { WebServer = WebServerType.Nginx }).Id);
        hub.Servers.Add(cluster);
        Assert.Equal("ClusterInCluster", Refused(cluster with { Name = "other", Members = ["cluster"] }).Id);
        Assert.Equal("ClusterInCluster", Fails(() => hub.Servers.Set("web1", server => server with { WebServer = WebServerType.None, Members = ["web2"] })).Id);
        Assert.Equal("ClusterMemberNoWebServer", Fails(() => hub.Servers.Set("web1", server => server with { WebServer = WebServerType.None })).Id);
        Assert.Equal("MasterIsNoCluster", Fails(() => hub.Servers.Set(Server.MasterName, server => server with { Members = ["web1"] })).Id);

        var used = Fails(() => hub.Servers.Remove("web2"));
        Assert.Equal("ServerInUse", used.Id);
        Assert.Contains("cluster 'cluster'", used.Message);
        hub.Servers.Set("cluster", server => server with { Members = ["web1"] });
        hub.Servers.Remove("web2");
        hub.Servers.Remove("cluster");
        Assert.Equal(["db1", Server.MasterName, "web1"], hub.Servers.Find().Select(server => server.Name).Order());
    }

    [Fact]
    public void The_hubs_own_server_stays() => Assert.Equal("ServerIsMaster", Fails(() => hub.Servers.Remove(Server.MasterName)).Id);

    public void Dispose()
    {
        hub.Dispose();
        folder.Dispose();
    }

    private AegirException Refused(Server server) => Fails(() => hub.Servers.Add(server));

    private static AegirException Fails(Action action) => Assert.Throws<AegirException>(action);
}
