using Aegir.Tests.Components;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.State;

/// <summary>Which files are taken for a hub.</summary>
public sealed class StoreFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void A_new_hub_is_its_owners_alone()
    {
        using var hub = AegirHub.Open(folder.At("data/aegir/hub.db"));

        hub.Distributions.Add("Ten");

        Assert.All(Directory.GetFiles(folder.At("data/aegir")), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.At("data/aegir")));
    }

    [Fact]
    public void A_hub_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        AegirHub.Open(folder.At("hub.db")).Dispose();
        Execute("PRAGMA user_version = 9999");

        Assert.Equal("HubSchemaTooNew", Fails().Id);

        Assert.Equal(9999L, Execute("PRAGMA user_version"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_database_of_something_else_is_refused_and_left_as_it_is(int version)
    {
        Execute($"CREATE TABLE recipe (id INTEGER); PRAGMA user_version = {version}");
        var before = File.ReadAllBytes(folder.At("hub.db"));

        Assert.Equal("HubNotAHub", Fails().Id);

        Assert.Equal(before, File.ReadAllBytes(folder.At("hub.db")));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("Not a database. ", 500));
        folder.Write("hub.db", text);

        Assert.Equal("HubNotAHub", Fails().Id);

        Assert.Equal(text, File.ReadAllText(folder.At("hub.db")));
    }

    public void Dispose() => folder.Dispose();

    private AegirException Fails() => Assert.Throws<AegirException>(() => AegirHub.Open(folder.At("hub.db")));

    private object? Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.At("hub.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
