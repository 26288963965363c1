namespace Aegir.Databases;

/// <summary>How a site reaches the server of its database.</summary>
/// <param name="Driver">As Drupal and PDO call it: mysql, pgsql or sqlite.</param>
/// <param name="Host">Null where a socket is used, and for SQLite.</param>
/// <param name="Port">For SQLite 0.</param>
public sealed record DatabaseAddress(string Driver, string? Host = null, int Port = 0, string? UnixSocket = null)
{
    /// <summary>True where only the database server's own machine gets there.</summary>
    public bool IsOfThisMachine => UnixSocket is not null || Host is null || IsLoopback(Host);

    internal static bool IsLoopback(string host) =>
        host is "localhost" or "::1" || host.StartsWith("127.", StringComparison.Ordinal);

    public override string ToString() => UnixSocket ?? (Host is null ? Driver : $"{Host}:{Port}");
}
