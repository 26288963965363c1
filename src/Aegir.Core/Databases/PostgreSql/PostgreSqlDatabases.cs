using System.Security.Cryptography;
using Aegir.Hosts;

namespace Aegir.Databases.PostgreSql;

/// <summary>The databases of a PostgreSQL server, through the client programs of a host.</summary>
/// <param name="host">The machine that holds the service file; the server may run elsewhere.</param>
/// <param name="serviceFile">Path there of a service file whose account under [aegir] may create databases and roles.</param>
/// <param name="reach">Where the sites are; null for sites on that machine.</param>
public sealed class PostgreSqlDatabases(IHost host, string serviceFile, DatabaseReach? reach = null) : ISiteDatabases
{
    private const string Who = "The client of the database server";

    private readonly PostgreSqlClient client = new(host, serviceFile);

    public async Task<string> CheckAsync(CancellationToken cancellation)
    {
        var answer = HostAnswer.Fields(await client.RunAsync(PostgreSqlStatements.Check, null, cancellation).ConfigureAwait(false), 3, Who);
        if (answer[1] != "t")
            throw PostgreSqlErrors.RightsMissing("it may not create databases and roles.");
        return answer[2] == "t" ? answer[0] : throw new AegirException(AegirErrorKind.Unavailable, "DatabaseExtensionMissing",
            $"The database server has not the extension {PostgreSqlStatements.Extension}, which Drupal needs.",
            "Install PostgreSQL's package of contributed extensions on the server, often called postgresql-contrib.");
    }

    public async Task<DatabaseAddress> AddressAsync(CancellationToken cancellation)
    {
        var lines = HostAnswer.Parts(await client.ScriptAsync("address.sh", [], null, cancellation).ConfigureAwait(false), '\n', 2, Who);
        // Who uses a socket is known by his account on the machine; sites have none and use the network.
        var own = new DatabaseAddress("pgsql", lines[0].StartsWith('/') ? "localhost" : lines[0], HostAnswer.Port(lines[1], Who));
        return reach?.Of(own) ?? own;
    }

    public async Task<string?> FreeNameAsync(IEnumerable<string> candidates, CancellationToken cancellation)
    {
        var taken = (await client.RunAsync(PostgreSqlStatements.Names, null, cancellation).ConfigureAwait(false))
            .Select(row => row[0]).ToHashSet(StringComparer.Ordinal);
        return candidates.FirstOrDefault(candidate => !taken.Contains(candidate));
    }

    public Task CreateAsync(DatabaseOrder order, CancellationToken cancellation)
    {
        Sql.CheckNewName(order.Name, 63);
        Sql.CheckNewName(order.User, 63);
        return client.RunAsync(PostgreSqlStatements.Create(order), null, cancellation);
    }

    public async Task DropAsync(string name, string user, string ownerMark, CancellationToken cancellation)
    {
        var comment = (await client.RunAsync(PostgreSqlStatements.Comment(name), null, cancellation).ConfigureAwait(false)).FirstOrDefault();
        if (comment is not null && !PostgreSqlStatements.Carries(comment[0], ownerMark)
            && await CountAsync(name, cancellation).ConfigureAwait(false) > 0)
            throw PostgreSqlErrors.NotOurs(name);
        await client.RunAsync(PostgreSqlStatements.Drop(name, user, ownerMark), null, cancellation).ConfigureAwait(false);
    }

    public Task ReleaseMarkAsync(string name, CancellationToken cancellation) =>
        client.RunAsync(PostgreSqlStatements.Release(name), null, cancellation);

    public Task DropKeptAsync(string name, string? user, CancellationToken cancellation) =>
        client.RunAsync(PostgreSqlStatements.Drop(name, user, null), null, cancellation);

    public async Task<long> DumpAsync(string name, string path, CancellationToken cancellation) =>
        HostAnswer.Number(await client.ScriptAsync("dump.sh", [PostgreSqlText.Connection(name), path], path, cancellation).ConfigureAwait(false), Who);

    public Task ImportAsync(string path, DatabaseOrder order, CancellationToken cancellation) => client.ScriptAsync(
        "import.sh",
        [path, PostgreSqlText.Connection(order.Name), PostgreSqlStatements.Count, RandomNumberGenerator.GetHexString(32)],
        path, cancellation, $"user={order.User}\npassword={order.Password}\ndbname={order.Name}\n");

    public Task WaitIdleAsync(string name, TimeSpan timeout, CancellationToken cancellation) =>
        Idle.WaitAsync(name, timeout, async () =>
            HostAnswer.Number((await client.RunAsync(PostgreSqlStatements.Busy(name), null, cancellation).ConfigureAwait(false)).FirstOrDefault()?[0], Who), cancellation);

    private async Task<long> CountAsync(string name, CancellationToken cancellation) =>
        HostAnswer.Number((await client.RunAsync(PostgreSqlStatements.Count, name, cancellation).ConfigureAwait(false)).FirstOrDefault()?[0], Who);
}
