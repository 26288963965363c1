using Aegir.Databases;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Databases;

[Collection(MariaDbTests.Name)]
public sealed class DatabaseKnockTests(MariaDbServer server)
{
    private static readonly LocalHost Here = new();

    private DatabaseAddress Address => new("mysql", "127.0.0.1", server.Port);

    [NeedsMariaDbFact]
    public async Task The_server_tells_how_it_sees_us()
    {
        Assert.Equal("127.0.0.1", await KnockAsync(Address));
        if (server.Socket.Length > 0)
            Assert.Equal("localhost", await KnockAsync(new DatabaseAddress("mysql", null, 0, server.Socket)));
    }

    [NeedsMariaDbFact]
    public async Task A_server_that_lets_anybody_in_is_refused()
    {
        server.Query("CREATE USER aegir_nobody@'127.0.0.1' IDENTIFIED BY 'aegir_nobody'");
        try
        {
            var error = await Assert.ThrowsAsync<AegirException>(() => KnockAsync(Address));
            Assert.Equal("DatabaseTakesAnyone", error.Id);
            Assert.Contains("'spoke'", error.Message);
        }
        finally
        {
            server.Query("DROP USER aegir_nobody@'127.0.0.1'");
        }
    }

    [NeedsPhpTheory]
    [InlineData("127.0.0.1", "refused")]
    [InlineData("nowhere.invalid", "getaddrinfo")]
    public async Task Who_does_not_get_there_is_named(string host, string reason)
    {
        var error = await Assert.ThrowsAsync<AegirException>(() => KnockAsync(new DatabaseAddress("mysql", host, Loopback.FreePort())));
        Assert.Equal("DatabaseUnreachableFrom", error.Id);
        Assert.Contains("'spoke'", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [NeedsPhpFact]
    public async Task A_server_that_does_not_answer_is_not_waited_for_longer_than_needed()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<AegirException>(() => KnockAsync(new DatabaseAddress("mysql", "127.0.0.1", port)))
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("DatabaseUnreachableFrom", error.Id);
    }

    // MySQL looks at the address first, and at the name only where some account may come from there.
    [Theory]
    [InlineData("SQLSTATE[HY000] [1130] Host '10.0.0.7' is not allowed to connect to this MariaDB server", "10.0.0.7")]
    [InlineData("SQLSTATE[HY000] [1045] Access denied for user 'aegir_nobody'@'web1.example.test' (using password: YES)", "web1.example.test")]
    [InlineData("SQLSTATE[HY000] [1698] Access denied for user 'aegir_nobody'@'localhost'", "localhost")]
    [InlineData("SQLSTATE[HY000] [1045] Access denied for user 'aegir_nobody'@'2001:db8::7' (using password: YES)", "2001:db8::7")]
    public async Task Either_answer_tells_the_address(string said, string seen)
    {
        var host = new ScriptedHost().On(_ => true, _ => new CommandResult(0, $$"""{"driver":true,"letIn":false,"said":"{{said}}"}""", ""));
        Assert.Equal(seen, await DatabaseKnock.SeenAsync(host, "php", "spoke", Address, default));
        Assert.All(host.Commands, command => Assert.DoesNotContain("aegir_nobody", string.Join(' ', command.Arguments)));
    }

    [Fact]
    public async Task A_php_without_the_driver_is_named()
    {
        var host = new ScriptedHost().On(_ => true, _ => new CommandResult(0, """{"driver":false,"letIn":false,"said":""}""", ""));
        var error = await Assert.ThrowsAsync<AegirException>(() => DatabaseKnock.SeenAsync(host, "php", "spoke", new("pgsql", "db", 5432), default));
        Assert.Equal("DatabaseDriverMissing", error.Id);
        Assert.Contains("pdo_pgsql", error.Message);
    }

    private static Task<string?> KnockAsync(DatabaseAddress address) => DatabaseKnock.SeenAsync(Here, "php", "spoke", address, default);
}
