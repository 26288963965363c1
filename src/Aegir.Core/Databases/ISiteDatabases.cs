namespace Aegir.Databases;

/// <summary>
/// What an upgrade does with the databases of sites on one server. A name is a database's name, or for SQLite a file's absolute path.
/// </summary>
public interface ISiteDatabases
{
    /// <summary>Makes sure that the server answers and that we may create databases and users there.</summary>
    /// <returns>The server's version.</returns>
    /// <exception cref="AegirException">OptionFileMissing, DatabaseClientMissing, DatabaseUnreachable or DatabaseRightsMissing.</exception>
    Task<string> CheckAsync(CancellationToken cancellation);

    /// <summary>The databases there are; none for SQLite, whose files may lie anywhere.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation);

    /// <summary>The first candidate that is the name of no database and no user; null where all are taken (aegir-spec 2.14).</summary>
    Task<string?> FreeNameAsync(IEnumerable<string> candidates, CancellationToken cancellation);

    /// <summary>Creates an empty database that carries a mark, and a user for it.</summary>
    /// <param name="ownerMark">Says who may drop it again: the task. At most 190 characters.</param>
    /// <param name="like">A database and its user whose character set, collation and hosts (SQLite: owner and mode) the new one takes too.</param>
    /// <exception cref="AegirException">DatabaseExists, DatabaseUserExists, DatabaseNameInvalid.</exception>
    Task CreateAsync(
        string name, string user, string password, string ownerMark, CancellationToken cancellation, (string Name, string User)? like = null);

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

    /// <summary>Reads a dump into a database that holds nothing but the mark.</summary>
    /// <exception cref="AegirException">DumpMissing, DumpIncomplete, DatabaseNotEmpty.</exception>
    Task ImportAsync(string path, string name, CancellationToken cancellation);

    /// <summary>Bytes of data and indexes; 0 where it is not there.</summary>
    Task<long> SizeAsync(string name, CancellationToken cancellation);

    /// <summary>Returns once nobody else works on the database.</summary>
    /// <exception cref="AegirException">DatabaseBusy.</exception>
    Task WaitIdleAsync(string name, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>The hosts that a user is created for: ourselves as the server sees us, 127.0.0.1 and localhost (aegir-spec 2.14);
    /// none for SQLite.</summary>
    Task<IReadOnlyList<string>> HostsAsync(CancellationToken cancellation);
}
