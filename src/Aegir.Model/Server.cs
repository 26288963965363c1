namespace Aegir;

/// <summary>A machine that holds platforms or databases.</summary>
public sealed record Server
{
    /// <summary>The name of the hub's own server.</summary>
    public const string MasterName = "server_master";

    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string HostName { get; init; } = "localhost";

    public ServerTransport Transport { get; init; }

    public ServerStatus Status { get; init; } = ServerStatus.Enabled;

    /// <summary>The database service this server offers to sites; None where sites only use SQLite files.</summary>
    public DatabaseType Database { get; init; }

    /// <summary>Path, on the server, of a MySQL option file whose [client] account may create databases and users.</summary>
    public string? DatabaseOptionFile { get; init; }

    /// <summary>A folder with one link per site, named as the site, to the docroot that serves it; a web server that is
    /// rooted there follows an upgrade at once. Null where the hub keeps no such folder.</summary>
    public string? WebRoot { get; init; }

    /// <summary>Where the web server over <see cref="WebRoot"/> answers on this server, such as http://127.0.0.1:80.</summary>
    public string? WebUrl { get; init; }

    /// <summary>The PHP command line program; found on the PATH by default.</summary>
    public string Php { get; init; } = "php";

    /// <summary>The drush to use for platforms that bring none of their own.</summary>
    public string? Drush { get; init; }

    public DateTimeOffset? Verified { get; init; }

    public override string ToString() => Name;
}
