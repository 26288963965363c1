using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>The databases and the users of a server, but for what other tests make there at the same time.</summary>
internal sealed record DatabaseList(IReadOnlyList<string> Databases, IReadOnlyList<string> Users)
{
    public static DatabaseList Of(MariaDbServer? server, string start) => server is null ? new([], []) : new(
        Lines(server, $"SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '{start}%';"),
        Lines(server, $"SELECT DISTINCT User FROM mysql.user WHERE User LIKE '{start}%';"));

    public override string ToString() => $"databases [{string.Join(' ', Databases)}] users [{string.Join(' ', Users)}]";

    private static string[] Lines(MariaDbServer server, string sql) =>
        [.. server.Query(sql).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
