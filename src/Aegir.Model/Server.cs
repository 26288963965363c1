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

    /// <summary>The account that ssh logs in to; null leaves it to the ssh configuration.</summary>
    public string? SshUser { get; init; }

    /// <summary>0 leaves it to the ssh configuration.</summary>
    public int SshPort { get; init; }

    /// <summary>Path of a private key on the machine that runs the hub; null leaves it to ssh-agent and the ssh configuration.</summary>
    public string? SshKeyFile { get; init; }

    /// <summary>Where the password of the account, or the passphrase of the key file, is to be found: env:NAME, an environment variable;
    /// file:PATH, a file that only its owner may read; vault:NAME, a secret that SecretManagement knows. Null for none. Never the secret itself.</summary>
    public string? SshSecret { get; init; }

    /// <summary>Names of the web servers that serve together as this one; empty for a machine of its own.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>What it missed while it was down; of a cluster, what its members missed. A verify catches them up.</summary>
    public IReadOnlyList<MemberLag> Lagging { get; init; } = [];

    public bool IsCluster => Members.Count > 0;

    /// <summary>The folder that holds what Aegir keeps on the server: configuration, certificates, clients (aegir-spec 1.2).</summary>
    public string Folder { get; init; } = "/var/aegir";

    public ServerStatus Status { get; init; } = ServerStatus.Enabled;

    /// <summary>The database service this server offers to sites; None where sites only use SQLite files.</summary>
    public DatabaseType Database { get; init; }

    /// <summary>Path, on the hub's own server, of the file with an account that may create databases and users: a MySQL option file with a
    /// [client] section, or a PostgreSQL service file with a section [aegir].</summary>
    public string? DatabaseOptionFile { get; init; }

    /// <summary>The address under which sites reach the database server; null for that of the option file, or else <see cref="HostName"/>.</summary>
    public string? DatabaseHost { get; init; }

    /// <summary>True where the users of sites may come from any address (aegir-spec 2.14).</summary>
    public bool DatabaseGrantAllHosts { get; init; }

    public WebServerType WebServer { get; init; }

    public int WebPort { get; init; } = 80;

    public int WebHttpsPort { get; init; } = 443;

    /// <summary>The addresses the web server listens on; empty for all.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The program that tests and reloads the web server, with what goes before and after it, such as sudo -n /usr/sbin/nginx; empty
    /// for the usual one.</summary>
    public IReadOnlyList<string> WebCommand { get; init; } = [];

    /// <summary>The group of the web server's and PHP's processes.</summary>
    public string WebGroup { get; init; } = "www-data";

    /// <summary>Where PHP-FPM answers: the path of a socket, or host:port; null for the newest socket of /run/php.</summary>
    public string? PhpFpm { get; init; }

    /// <summary>PHP's opcache.revalidate_freq where the hub cannot ask the web server, in seconds; 0 where there is no such cache.</summary>
    public int OpcacheSeconds { get; init; } = 2;

    /// <summary>A folder with one link per site, named as the site, to the docroot that serves it; a web server that is
    /// rooted there follows an upgrade at once. Null where the hub keeps no such folder.</summary>
    public string? WebRoot { get; init; }

    /// <summary>Where the web server over <see cref="WebRoot"/> answers on this server, such as http://127.0.0.1:80.</summary>
    public string? WebUrl { get; init; }

    /// <summary>The PHP command line program; found on the PATH by default.</summary>
    public string Php { get; init; } = "php";

    /// <summary>The drush to use for platforms that bring none of their own.</summary>
    public string? Drush { get; init; }

    /// <summary>How many queued tasks may work at a time on what it serves; 0 for any number.</summary>
    public int MaxTasks { get; init; } = 8;

    /// <summary>How many queued tasks may work at a time on sites whose databases it has; 0 for any number.</summary>
    public int MaxDatabaseTasks { get; init; } = 8;

    public DateTimeOffset? Verified { get; init; }

    public override string ToString() => Name;
}
