using Aegir.Tests.Components;

namespace Aegir.Tests.Servers;

[Collection(MariaDbTests.Name)]
public sealed class ServerTests(MariaDbServer mariaDb) : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly RecordingSink sink = new();

    [NeedsMariaDbFact]
    public async Task The_hubs_own_server_is_there_and_verifies_with_its_database_service()
    {
        using var hub = AegirHub.Open(folder.At("hub.db"));
        hub.Servers.Set(Server.MasterName, server => server with { Database = DatabaseType.MariaDb, DatabaseOptionFile = mariaDb.OptionFile });

        var verified = await hub.Servers.VerifyAsync(Server.MasterName, sink, default);

        Assert.NotNull(verified.Verified);
        Assert.Contains(sink.Events, item => item.Message.Contains("takes new databases and users", StringComparison.Ordinal));
    }

    [NeedsMariaDbFact]
    public async Task An_option_file_that_is_not_there_is_named()
    {
        using var hub = AegirHub.Open(folder.At("hub.db"));
        hub.Servers.Set(Server.MasterName, server => server with { Database = DatabaseType.MariaDb, DatabaseOptionFile = "/nowhere/my.cnf" });

        var error = await Assert.ThrowsAsync<AegirException>(() => hub.Servers.VerifyAsync(Server.MasterName, sink, default));

        Assert.Equal("OptionFileMissing", error.Id);
        Assert.Contains("/nowhere/my.cnf", error.Message);
    }

    [Fact]
    public async Task A_PHP_that_is_none_is_named()
    {
        using var hub = AegirHub.Open(folder.At("hub.db"));
        hub.Servers.Set(Server.MasterName, server => server with { Php = "/bin/cat" });

        var error = await Assert.ThrowsAsync<AegirException>(() => hub.Servers.VerifyAsync(Server.MasterName, sink, default));

        Assert.Equal("ServerPhpUnfit", error.Id);
    }

    [Fact]
    public void A_MariaDB_service_needs_an_option_file()
    {
        using var hub = AegirHub.Open(folder.At("hub.db"));
        var error = Assert.Throws<AegirException>(() => hub.Servers.Set(Server.MasterName, server => server with { Database = DatabaseType.MariaDb }));
        Assert.Equal("OptionFileNeeded", error.Id);
    }

    public void Dispose() => folder.Dispose();
}
