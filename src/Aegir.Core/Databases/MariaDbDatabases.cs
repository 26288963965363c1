using Aegir.Hosts;

namespace Aegir.Databases;

/// <summary>The databases of a MariaDB or MySQL server, through the client programs of a host.</summary>
/// <param name="host">The machine that holds the option file; the server may run elsewhere.</param>
/// <param name="optionFile">Path there of an option file whose [client] account may create databases and users.</param>
/// <param name="reach">Where the sites are; null for sites on that machine.</param>
public sealed class MariaDbDatabases(IHost host, string optionFile, DatabaseReach? reach = null) : ISiteDatabases
{
    private const string Who = "The client of the database server";

    private readonly SqlClient client = new(host, optionFile);

    public async Task<string> CheckAsync(CancellationToken cancellation)
    {
        var rows = await client.RunAsync("SELECT VERSION(); SHOW GRANTS;", cancellation).ConfigureAwait(false);
        return rows.Skip(1).Any(row => MariaDbStatements.MayDoAll(row[0]))
            ? rows[0][0]
            : throw SqlErrors.RightsMissing("it may not create databases and users and pass rights on.");
    }

    public async Task<string?> FreeNameAsync(IEnumerable<string> candidates, CancellationToken cancellation)
    {
        var rows = await client.RunAsync(
            "SELECT schema_name FROM information_schema.schemata; SELECT DISTINCT User FROM mysql.user;", cancellation).ConfigureAwait(false);
        // Servers on some file systems fold names to one case.
        var taken = rows.Select(row => row[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return candidates.FirstOrDefault(candidate => !taken.Contains(candidate));
    }

    public async Task<DatabaseAddress> AddressAsync(CancellationToken cancellation)
    {
        var lines = HostAnswer.Parts(await client.ScriptAsync("address.sh", [], null, cancellation).ConfigureAwait(false), '\n', 3, Who);
        var own = new DatabaseAddress("mysql", NullIfEmpty(lines[0]), HostAnswer.Port(lines[1], Who), NullIfEmpty(lines[2]));
        return reach?.Of(own) ?? own;
    }

    public Task CreateAsync(DatabaseOrder order, CancellationToken cancellation)
    {
        Sql.CheckNewName(order.Name);
        // The longest user name that every MySQL takes.
        Sql.CheckNewName(order.User, 32);
        return client.RunAsync(MariaDbStatements.Create(order), cancellation, order.Password);
    }

    public Task DropAsync(string name, string user, string ownerMark, CancellationToken cancellation) =>
        client.RunAsync(MariaDbStatements.Drop(name, user, ownerMark), cancellation);

    public Task ReleaseMarkAsync(string name, CancellationToken cancellation) =>
        client.RunAsync($"DROP TABLE IF EXISTS {Sql.Identifier(name)}.{MariaDbStatements.Mark};", cancellation);

    public Task DropKeptAsync(string name, string? user, CancellationToken cancellation) =>
        client.RunAsync(MariaDbStatements.Drop(name, user, null), cancellation);

    public async Task<long> DumpAsync(string name, string path, CancellationToken cancellation) =>
        HostAnswer.Number(await client.ScriptAsync("dump.sh", [name, path], path, cancellation).ConfigureAwait(false), Who);

    public Task ImportAsync(string path, DatabaseOrder order, CancellationToken cancellation) =>
        client.ScriptAsync("import.sh", [path, order.Name, MariaDbStatements.Count(order.Name)], path, cancellation, order);

    public Task WaitIdleAsync(string name, TimeSpan timeout, CancellationToken cancellation) =>
        Idle.WaitAsync(name, timeout, async () =>
            HostAnswer.Number((await client.RunAsync(MariaDbStatements.Busy(name), cancellation).ConfigureAwait(false)).FirstOrDefault()?[0], Who), cancellation);

    public async Task<IReadOnlyList<string>> MissingHostsAsync(string user, IReadOnlyList<string> hosts, CancellationToken cancellation) => hosts.Count == 0 ? []
        : [.. (await client.RunAsync(MariaDbStatements.MissingHosts(user, hosts), cancellation).ConfigureAwait(false)).Select(row => row[0])];

    public Task GrantAsync(DatabaseOrder order, CancellationToken cancellation) =>
        client.RunAsync(MariaDbStatements.Grant(order), cancellation, order.Password);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
