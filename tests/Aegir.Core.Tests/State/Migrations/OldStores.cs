using System.Data.Common;
using System.Globalization;
using Aegir.State;
using Aegir.Tests.Components;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Aegir.Tests.State.Migrations;

/// <summary>Stores as earlier versions left them, from the dumps in tests/fixtures/stores.</summary>
public abstract class OldStores
{
    /// <summary>The newest schema.</summary>
    public static int Newest { get; } = typeof(IStateStore).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("Aegir.State.Migrations.", StringComparison.Ordinal)).Max(name => int.Parse(name.Split('.')[3][..4], CultureInfo.InvariantCulture));

    /// <summary>As it stands in the names of the dumps.</summary>
    public abstract string Engine { get; }

    /// <summary>The first schema that the engine had.</summary>
    public abstract int First { get; }

    public IEnumerable<int> Earlier => Enumerable.Range(First, Newest - First);

    /// <summary>An address that no hub is at yet.</summary>
    public abstract string MakeEmpty();

    public abstract DbConnection Open(string address);

    /// <summary>Makes a statement of a migration take longer than anybody waits, from the first schema on; what it answers takes that away again.</summary>
    public abstract Action Stall(string address);

    /// <summary>True while somebody has begun to change the store.</summary>
    public abstract bool IsBeingChanged(string address);

    /// <summary>What a server does by itself some time after a client was killed.</summary>
    public virtual void Notice(string address)
    {
    }

    public string Make(int schema)
    {
        var address = MakeEmpty();
        using var connection = Open(address);
        StoreContent.Execute(connection, File.ReadAllText(Fixtures.At($"stores/{schema:0000}.{Engine}.sql")));
        return address;
    }
}

public sealed class OldSqliteStores(TempFolder folder) : OldStores
{
    private int count;

    public override string Engine => "sqlite";

    public override int First => 1;

    public override string MakeEmpty() => folder.At($"{++count}.db");

    public override DbConnection Open(string address)
    {
        var connection = new SqliteConnection($"Data Source={address};Pooling=False;Default Timeout=1");
        connection.Open();
        return connection;
    }

    public override Action Stall(string address)
    {
        using var connection = Open(address);
        StoreContent.Execute(connection, """
            CREATE TRIGGER stall AFTER UPDATE ON site BEGIN
                SELECT count(*) FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000) SELECT i FROM n);
            END
            """);
        return () =>
        {
            using var again = Open(address);
            StoreContent.Execute(again, "DROP TRIGGER stall");
        };
    }

    public override bool IsBeingChanged(string address)
    {
        using var connection = Open(address);
        try
        {
            StoreContent.Execute(connection, "BEGIN IMMEDIATE; ROLLBACK");
            return false;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == 5)
        {
            return true;
        }
    }
}

public sealed class OldPostgreSqlStores(PostgreSqlServer server) : OldStores
{
    private const string Asleep = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event = 'PgSleep'";

    public override string Engine => "postgresql";

    // Before, a hub was a file.
    public override int First => 2;

    public override string MakeEmpty() => server.MakeHub();

    public override DbConnection Open(string address)
    {
        var connection = new NpgsqlConnection(address + ";Pooling=false");
        connection.Open();
        return connection;
    }

    public override Action Stall(string address)
    {
        using var connection = Open(address);
        StoreContent.Execute(connection, """
            CREATE FUNCTION stall() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(3600); END $$;
            CREATE EVENT TRIGGER stall ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION stall();
            """);
        return () =>
        {
            using var again = Open(address);
            StoreContent.Execute(again, "DROP EVENT TRIGGER stall; DROP FUNCTION stall()");
        };
    }

    public override void Notice(string address)
    {
        using var connection = Open(address);
        StoreContent.Execute(connection, $"SELECT pg_terminate_backend(pid, 30000) {Asleep}");
    }

    public override bool IsBeingChanged(string address)
    {
        using var connection = Open(address);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) " + Asleep;
        return (long)command.ExecuteScalar()! > 0;
    }
}
