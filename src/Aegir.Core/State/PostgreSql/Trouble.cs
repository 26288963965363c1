using Npgsql;

namespace Aegir.State.PostgreSql;

/// <summary>What an error of the server, or of the way to it, means for a transaction.</summary>
internal static class Trouble
{
    private static readonly string[] Transient =
    [
        PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.TooManyConnections, PostgresErrorCodes.LockNotAvailable,
        // A standby that we were led to, or one that is being promoted.
        PostgresErrorCodes.ReadOnlySqlTransaction,
    ];

    /// <summary>It may go well a moment later: the server is going down, coming up or being replaced, or two were in each other's way.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException said => Transient.Contains(said.SqlState) || said.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: AggregateException several } => several.InnerExceptions.All(IsTransient),
        // It has not said anything: no connection, or one that broke.
        NpgsqlException or System.Net.Sockets.SocketException or IOException or TimeoutException => !IsMissingPassword(error),
        _ => false,
    };

    /// <returns>What to tell people of an error that no other try mends; null for one that says nothing of the store.</returns>
    /// <param name="location">The store, for the message.</param>
    public static AegirException? Told(Exception error, string location) => (error as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName => new AegirException(AegirErrorKind.Unavailable, "HubNotWritable",
            $"The hub's store {location} is not this account's: {error.Message}", "Use a database or a schema that belongs to this account.", error),
        PostgresErrorCodes.DiskFull => new AegirException(AegirErrorKind.Unavailable, "HubDiskFull",
            $"The disk with the hub's store is full: {location} could not be written.", "Free some space there, and run the command again.", error),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new AegirException(AegirErrorKind.Unavailable, "HubDamaged",
            $"The hub's store {location} is damaged: {error.Message}", "Stop what works with it, and bring it back from a standby, or from a copy that pg_dump made.", error),
        _ => null,
    };

    /// <summary>Two wrote the same key.</summary>
    public static bool IsDuplicate(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>It was the server's end, not another's transaction.</summary>
    public static bool IsConnection(Exception error) => error is not PostgresException said
        || !(said.SqlState.StartsWith("40", StringComparison.Ordinal) || said.SqlState.StartsWith("23", StringComparison.Ordinal));

    private static bool IsMissingPassword(Exception error) =>
        error is NpgsqlException { InnerException: null } && error.Message.Contains("password", StringComparison.OrdinalIgnoreCase);
}
