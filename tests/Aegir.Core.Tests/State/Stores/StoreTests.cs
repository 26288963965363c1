using Aegir.State;
using Aegir.State.PostgreSql;
using Aegir.Tests.Components;

namespace Aegir.Tests.State.Stores;

public sealed class SqliteRows : StoreRowTests
{
    public SqliteRows() => Begin(SqliteStore.Open(Folder.At("hub.db")));
}

public sealed class SqliteTransactions : StoreTransactionTests
{
    public SqliteTransactions() => Begin(SqliteStore.Open(Folder.At("hub.db")));
}

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlRows : StoreRowTests
{
    public PostgreSqlRows(PostgreSqlServer server) => Begin(PostgreSqlServer.WhyNot is null ? PostgreSqlStore.Open(server.MakeHub()) : null);
}

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlTransactions : StoreTransactionTests
{
    public PostgreSqlTransactions(PostgreSqlServer server) => Begin(PostgreSqlServer.WhyNot is null ? PostgreSqlStore.Open(server.MakeHub()) : null);
}

/// <summary>A test of a store, on whichever engine the class below it has.</summary>
public abstract class StoreTests : IDisposable
{
    private IStateStore? store;

    protected TempFolder Folder { get; } = new();

    protected IStateStore Store => store!;

    public void Dispose()
    {
        store?.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Begin(IStateStore? opened) => store = opened;

    protected long AddPlatform(string name) => Store.Write(session => session.Platforms.Add(
        new Platform { Name = name, Path = "/var/" + name, ProjectRoot = "/var/" + name, Status = PlatformStatus.Enabled }, 1, null));

    protected long AddSite(string name, long platform, params string[] aliases) => Store.Write(session => session.Sites.Add(
        new Site { Name = name, Directory = name, Status = SiteStatus.Enabled, Aliases = aliases, CronInterval = TimeSpan.FromMinutes(90) }, platform));

    protected long StartTask(string target) => Store.WriteTask(session => session.Tasks.Start("verify", "site", target, "here/1/1", null));
}
