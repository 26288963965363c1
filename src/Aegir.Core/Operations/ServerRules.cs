using System.Net;
using System.Text.RegularExpressions;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>What a server may be, and when it may be removed (aegir-spec 1.2, 1.8).</summary>
public static partial class ServerRules
{
    /// <summary>Gives the server back with its paths as they are stored.</summary>
    /// <exception cref="AegirException">NameInvalid, ServerExists, HostNameInvalid, SshAccountInvalid, SecretReferenceInvalid, SecretNotUsed, PathNotAbsolute, PortInvalid, AddressInvalid,
    /// OptionFileNeeded, SettingInvalid, DatabaseInUse and those of clusters.</exception>
    public static Server Check(StateSession session, Server server)
    {
        server = server with { Name = EntityName.Check(server.Name, "server") };
        RequireFree(session, server);
        if (!HostName().IsMatch(server.HostName))
            throw Invalid("HostNameInvalid", $"'{server.HostName}' is neither a host name nor an address.", "Give it as ssh takes it, without account and port.");
        if (server.SshUser is { } user && !Account().IsMatch(user))
            throw Invalid("SshAccountInvalid", $"'{user}' cannot be the name of an account.", "Give the account's name alone.");
        if (server.SshKeyFile is { } key && !Path.IsPathFullyQualified(key))
            throw Invalid("PathNotAbsolute", $"'{key}' is not an absolute path on this machine.", "Give the whole path of the private key.");
        CheckSecret(server);
        RequirePort(server.SshPort, orNone: true);
        RequirePort(server.WebPort);
        RequirePort(server.WebHttpsPort);
        if (server.WebPort == server.WebHttpsPort)
            throw Invalid("PortInvalid", $"The web server cannot answer both http and https on port {server.WebPort}.", "Give -WebPort and -WebHttpsPort different numbers.");
        foreach (var address in server.Addresses)
            if (!IPAddress.TryParse(address, out _))
                throw Invalid("AddressInvalid", $"'{address}' is no IP address.", "The web server listens on addresses such as 192.0.2.7 or 2001:db8::7; give none for all.");
        CheckDatabase(session, server);
        CheckSettings(server);
        ClusterRules.Check(session, server);
        return server with
        {
            Folder = Absolute(server.Folder),
            WebRoot = Absolute(server.WebRoot),
            DatabaseOptionFile = Absolute(server.DatabaseOptionFile),
        };
    }

    /// <exception cref="AegirException">ServerIsMaster, ServerInUse, TargetBusy.</exception>
    public static void RequireUnused(StateSession session, Server server)
    {
        if (server.Name == Server.MasterName)
            throw new AegirException(AegirErrorKind.Refused, "ServerIsMaster", "The hub's own server cannot be removed.", "Set-AegirServer changes what it offers.");
        if (session.Leases.Get("server:" + server.Name) is { } lease)
            throw new AegirException(AegirErrorKind.Busy, "TargetBusy", $"Server '{server.Name}' is held by {lease.Who}.", "Wait until that is done.");
        var users = Users(session, server).ToList();
        if (users.Count > 0)
            throw new AegirException(AegirErrorKind.Refused, "ServerInUse",
                $"Server '{server.Name}' is in use by {string.Join(", ", users.Take(5))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")}.",
                "Move the sites, remove the platforms, or take it out of the clusters first.");
    }

    private static IEnumerable<string> Users(StateSession session, Server server) =>
    [
        .. session.Servers.Find().Where(other => other.Members.Contains(server.Name, StringComparer.OrdinalIgnoreCase)).Select(other => $"cluster '{other.Name}'"),
        .. session.Platforms.Find(new PlatformFilter { Server = server.Name }).Select(platform => $"platform '{platform.Name}'"),
        .. DatabaseUsers(session, server),
    ];

    // A site that names no database server has its platform's, or else the hub's own.
    private static IEnumerable<string> DatabaseUsers(StateSession session, Server server)
    {
        var kinds = session.Servers.Find().ToDictionary(other => other.Name, other => other.Database, StringComparer.OrdinalIgnoreCase);
        return session.Sites.Find(new SiteFilter())
            .Where(site => site.DatabaseType is DatabaseType.MariaDb or DatabaseType.PostgreSql && string.Equals(server.Name, site.DatabaseServer
                ?? (kinds.GetValueOrDefault(site.Server) == DatabaseType.None ? Server.MasterName : site.Server), StringComparison.OrdinalIgnoreCase))
            .Select(site => $"the database of site '{site.Name}'");
    }

    private static void RequireFree(StateSession session, Server server)
    {
        if (session.Servers.Clash(server.Name, server.Id) is not { } other)
            return;
        throw new AegirException(AegirErrorKind.AlreadyExists, "ServerExists",
            other.Name.Equals(server.Name, StringComparison.OrdinalIgnoreCase)
                ? $"There is a server '{other.Name}' already."
                : $"'{server.Name}' and '{other.Name}' would both be called {Names.ServerContext(server.Name)}.",
            "Choose another name.");
    }

    // Whoever types the secret itself must not read it in an error.
    private static void CheckSecret(Server server)
    {
        if (server.SshSecret is null)
            return;
        if (!HostSecrets.IsReference(server.SshSecret))
            throw Invalid("SecretReferenceInvalid", "A secret is named by where it is, never given itself.",
                "Give -SshSecret as env:NAME, file:PATH or vault:NAME; for this session only, give -Credential.");
        if (server.Transport != ServerTransport.SshNet)
            throw Invalid("SecretNotUsed", "The ssh program is given no passwords.", "Let it have a key or ssh-agent, or give -Transport SshNet.");
    }

    private static void CheckDatabase(StateSession session, Server server)
    {
        if (server.Database is DatabaseType.MariaDb or DatabaseType.PostgreSql && server.DatabaseOptionFile is null)
            throw Invalid("OptionFileNeeded", $"A {server.Database} service needs the file of an account that may create databases and users.",
                server.Database == DatabaseType.MariaDb
                    ? "Give -DatabaseOptionFile the path of a file with a [client] section: user, password, host or socket."
                    : "Give -DatabaseOptionFile the path of a service file with a section [aegir]: user, password, host, port.");
        if (session.Servers.Get(server.Name) is { } before && before.Database != server.Database
            && before.Database is DatabaseType.MariaDb or DatabaseType.PostgreSql && DatabaseUsers(session, server).FirstOrDefault() is { } first)
            throw new AegirException(AegirErrorKind.Refused, "DatabaseInUse",
                $"The {before.Database} service of '{server.Name}' is in use by {first}.", "Move the sites to another database server first.");
    }

    private static void CheckSettings(Server server)
    {
        if (!Account().IsMatch(server.WebGroup))
            throw Invalid("SettingInvalid", $"'{server.WebGroup}' cannot be the name of a group.", "Give -WebGroup the group of the web server's processes.");
        if (server.WebUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw Invalid("SettingInvalid", $"'{url}' is no URL.", "Give -WebUrl as http://127.0.0.1:80.");
        if (server.PhpFpm is { } fpm && !Fpm().IsMatch(fpm))
            throw Invalid("SettingInvalid", $"'{fpm}' is neither the path of a socket nor host:port.", "Give -PhpFpm as /run/php/php-fpm.sock or 127.0.0.1:9000.");
        if (server.OpcacheSeconds is < 0 or > 86400)
            throw Invalid("SettingInvalid", $"{server.OpcacheSeconds} seconds cannot be an opcache.revalidate_freq.", "Give -OpcacheSeconds 0 to 86400.");
        if (server.Php.Length == 0 || server.WebCommand.Any(word => word.Length == 0 || word.Any(char.IsControl)))
            throw Invalid("SettingInvalid", "The name of a program is empty.", "Give -Php and the words of -WebCommand as one types them.");
    }

    private static void RequirePort(int port, bool orNone = false)
    {
        if (port is < 0 or > 65535 || port == 0 && !orNone)
            throw Invalid("PortInvalid", $"{port} is no port.", "Ports are 1 to 65535.");
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(path))]
    private static string? Absolute(string? path) => path is null ? null : Names.AbsolutePath(path)
        ?? throw Invalid("PathNotAbsolute", $"'{path}' is not an absolute path on the server.", "Give the path from the root, such as /etc/aegir/database.cnf.");

    private static AegirException Invalid(string id, string message, string action) => new(AegirErrorKind.InvalidInput, id, message, action);

    [GeneratedRegex(@"\A[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,252}\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}\z")]
    private static partial Regex Account();

    [GeneratedRegex(@"\A(/[A-Za-z0-9._/-]+|([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5})\z")]
    private static partial Regex Fpm();
}
