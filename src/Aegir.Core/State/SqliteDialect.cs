namespace Aegir.State;

internal sealed class SqliteDialect : Dialect
{
    public static SqliteDialect Instance { get; } = new();

    // There is one writer only.
    public override string ForClaim => "";

    public override string ForChange => "";

    public override string? LockClaims => null;

    public override string? Announce => null;

    public override string Tables => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

    public override string DeferReferences => "PRAGMA defer_foreign_keys = ON";

    public override string? RenewIds => null;

    public override string Statement(string sql) => sql;

    public override string Migration(string text) => text;
}
