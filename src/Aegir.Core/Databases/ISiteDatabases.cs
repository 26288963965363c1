namespace Aegir.Databases;

/// <summary>
/// What operations do with the databases of sites on one server. A name is a database's name, or for SQLite a file's absolute path.
/// </summary>
public interface ISiteDatabases
{
    /// <summary>Makes sure that the server answers and that we may create databases and users there.</summary>
    /// <returns>The server's version.</returns>
    /// <exception cref="AegirException">OptionFileMissing, OptionFileOpen, DatabaseClientMissing, DatabaseUnreachable or DatabaseRightsMissing.</exception>
    Task<string> CheckAsync(CancellationToken cancellation);

    /// <summary>The first candidate that is the name of no database and no user; null where all are taken (aegir-spec 2.14).</summary>
    Task<string?> FreeNameAsync(IEnumerable<string> candidates, CancellationToken cancellation);

    /// <summary>How the sites that these databases are for reach them.</summary>
    /// <exception cref="AegirException">DatabaseAddressUnknown; those of <see cref="CheckAsync"/>.</exception>
    Task<DatabaseAddress> AddressAsync(CancellationToken cancellation);

    /// <summary>Creates an empty database that carries a mark, and a user for it.</summary>
    /// <exception cref="AegirException">DatabaseExists, DatabaseUserExists, DatabaseNameInvalid.</exception>
    Task CreateAsync(DatabaseOrder order, CancellationToken cancellation);

    /// <summary>Drops a database that carries the mark, or is empty, and its user unless he has other databases. One that is gone is no error.</summary>
    /// <exception cref="AegirException">DatabaseNotOurs.</exception>
    Task DropAsync(string name, string user, string ownerMark, CancellationToken cancellation);

    /// <summary>Takes the mark off; from then on <see cref="DropAsync"/> refuses.</summary>
    Task ReleaseMarkAsync(string name, CancellationToken cancellation);

    /// <summary>Drops a database whatever it holds, and its user unless he has other databases. One that is gone is no error.</summary>
    Task DropKeptAsync(string name, string? user, CancellationToken cancellation);

    /// <summary>Writes a whole copy into a new file that only its owner may read, in one transaction, without the mark.</summary>
    /// <returns>The file's size in bytes.</returns>
    /// <exception cref="AegirException">DumpExists, DumpIncomplete; nothing is left of the file after the latter. A dump that is cancelled may
    /// leave its file.</exception>
    Task<long> DumpAsync(string name, string path, CancellationToken cancellation);

    /// <summary>Reads a dump into a database that holds nothing but the mark. It goes in as the database's own user: what a site put into
    /// triggers, views and functions is to have no rights that the site has not.</summary>
    /// <exception cref="AegirException">DumpMissing, DumpIncomplete, DatabaseNotEmpty.</exception>
    Task ImportAsync(string path, DatabaseOrder order, CancellationToken cancellation);

    /// <summary>Returns once nobody else works on the database.</summary>
    /// <exception cref="AegirException">DatabaseBusy.</exception>
    Task WaitIdleAsync(string name, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Those of the hosts that a user may not come from yet; none where there is no such user, or where users come from everywhere.</summary>
    Task<IReadOnlyList<string>> MissingHostsAsync(string user, IReadOnlyList<string> hosts, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Lets the user of a database that is there in from the order's hosts as well, with his password.</summary>
    Task GrantAsync(DatabaseOrder order, CancellationToken cancellation) => Task.CompletedTask;
}
