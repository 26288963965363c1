using Aegir.Databases;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Databases;

[Collection(MariaDbTests.Name)]
public sealed class DatabaseAddressTests(MariaDbServer server)
{
    private static readonly Server Machine = new() { Name = "db", HostName = "db.example.test" };

    [NeedsMariaDbFact]
    public async Task Sites_beside_the_server_take_the_address_of_the_option_file()
    {
        using var folder = new TempFolder();
        Assert.Equal(new DatabaseAddress("mysql", "127.0.0.1", server.Port), await AskAsync(server.OptionFile, elsewhere: false));

        var socket = folder.WriteSecret("socket.cnf", File.ReadAllText(server.OptionFile).Replace("host=127.0.0.1", $"socket={server.Socket}"));
        Assert.Equal(new DatabaseAddress("mysql", null, server.Port, server.Socket), await AskAsync(socket, elsewhere: false));
        Assert.Equal(new DatabaseAddress("mysql", Machine.HostName, server.Port), await AskAsync(socket, elsewhere: true));
    }

    [NeedsMariaDbFact]
    public async Task An_option_file_may_include_others()
    {
        using var folder = new TempFolder();
        var outer = folder.WriteSecret("outer.cnf", $"!include {server.OptionFile}\n");
        Assert.Equal(server.Port, (await AskAsync(outer, elsewhere: false)).Port);
    }

    [NeedsMariaDbFact]
    public async Task Sites_elsewhere_take_the_name_of_the_machine_or_what_its_record_says()
    {
        Assert.Equal(new DatabaseAddress("mysql", "db.example.test", server.Port), await AskAsync(server.OptionFile, elsewhere: true));
        var named = Machine with { DatabaseHost = "10.1.2.3" };
        foreach (var elsewhere in new[] { true, false })
            Assert.Equal(new DatabaseAddress("mysql", "10.1.2.3", server.Port), await AskAsync(server.OptionFile, elsewhere, named));
    }

    [NeedsMariaDbFact]
    public async Task A_machine_that_is_only_known_as_localhost_is_told_so()
    {
        var error = await Assert.ThrowsAsync<AegirException>(() => AskAsync(server.OptionFile, elsewhere: true, Machine with { HostName = "localhost" }));
        Assert.Equal("DatabaseAddressUnknown", error.Id);
        Assert.Contains("-DatabaseHost", error.Action);
    }

    private static Task<DatabaseAddress> AskAsync(string file, bool elsewhere, Server? machine = null) =>
        new MariaDbDatabases(new LocalHost(), file, new DatabaseReach(machine ?? Machine, elsewhere)).AddressAsync(default);
}
