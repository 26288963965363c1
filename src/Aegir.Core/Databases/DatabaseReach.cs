namespace Aegir.Databases;

/// <summary>Where the sites are that use a database server, and so what the address in its account's file means to them.</summary>
/// <param name="FromElsewhere">True where some of them are on another machine than the database server.</param>
public sealed record DatabaseReach(Server Server, bool FromElsewhere)
{
    /// <param name="own">As the account's file has it.</param>
    /// <exception cref="AegirException">DatabaseAddressUnknown.</exception>
    public DatabaseAddress Of(DatabaseAddress own)
    {
        if (Server.DatabaseHost is { } host)
            return own with { Host = host, UnixSocket = null };
        if (!FromElsewhere || !own.IsOfThisMachine)
            return own;
        return !DatabaseAddress.IsLoopback(Server.HostName)
            ? own with { Host = Server.HostName, UnixSocket = null }
            : throw new AegirException(AegirErrorKind.Unavailable, "DatabaseAddressUnknown",
                $"Nothing says how sites on other machines reach the databases of server '{Server.Name}': it is only known as {own} there.",
                $"Name its address: Set-AegirServer {Server.Name} -DatabaseHost ADDRESS");
    }
}
