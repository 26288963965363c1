namespace Aegir.Operations;

/// <summary>Where the database of a new site goes: to the server that is named, or to that of the platform, or else to the hub's own.</summary>
internal static class DatabaseChoice
{
    /// <param name="wanted">Null for what the server offers.</param>
    /// <returns>The kind, and the server's name; no name for a file.</returns>
    /// <exception cref="AegirException">ServerNotFound, DatabaseServerNeeded, DatabaseNotSupported.</exception>
    public static (DatabaseType Type, string? Server) Make(OperationServices services, Place place, string? name, DatabaseType? wanted)
    {
        if (wanted == DatabaseType.Sqlite)
            return !place.Server.IsCluster ? (DatabaseType.Sqlite, null) : throw Invalid("DatabaseNotSupported",
                $"The members of cluster '{place.Server.Name}' cannot share a SQLite file.", "Name a database server with -DatabaseServer.");
        var server = name is { Length: > 0 } ? services.Server(name) : place.Server is { Database: not DatabaseType.None } own ? own : services.Hub.Server;
        if (server.Database == DatabaseType.None)
            throw Invalid("DatabaseServerNeeded", $"Server '{server.Name}' offers no databases.",
                "Name one that does with -DatabaseServer, or take a file in the site's folder: -Database Sqlite");
        return wanted is null || wanted == server.Database ? (server.Database, server.Name)
            : throw Invalid("DatabaseServerNeeded", $"Server '{server.Name}' offers {server.Database}, not {wanted}.", "Name another with -DatabaseServer.");
    }

    private static AegirException Invalid(string id, string message, string action) => new(AegirErrorKind.InvalidInput, id, message, action);
}
