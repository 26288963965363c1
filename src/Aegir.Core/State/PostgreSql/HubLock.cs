namespace Aegir.State.PostgreSql;

/// <summary>One lock for each hub of a database, held until the transaction ends: by one that writes anything, or by many that write about
/// their tasks.</summary>
internal static class HubLock
{
    public const string Alone = $"SELECT pg_advisory_xact_lock({Key})";

    public const string Together = $"SELECT pg_advisory_xact_lock_shared({Key})";

    /// <summary>Held by one that takes tasks from the queue.</summary>
    public const string Claiming = $"SELECT pg_advisory_xact_lock(1095059274, {Schema})";

    // "AEGI", and the hub's schema.
    private const string Key = $"1095059273, {Schema}";

    private const string Schema = "hashtext(current_schema())";
}
