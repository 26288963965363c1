using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>What can be said of a server; what is not named stays as it is.</summary>
public abstract class ServerSettingsCmdlet : HubCmdlet
{
    /// <summary>Its name or address, as ssh and web browsers of this machine find it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>How the hub gets there.</summary>
    [Parameter]
    public ServerTransport? Transport { get; set; }

    /// <summary>The account to log in to; empty leaves it to the ssh configuration.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? SshUser { get; set; }

    /// <summary>0 leaves it to the ssh configuration.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int? SshPort { get; set; }

    /// <summary>A private key on this machine; empty leaves it to ssh-agent and the ssh configuration.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? SshKeyFile { get; set; }

    /// <summary>With SshNet, where the password or the key's passphrase is: env:NAME, file:PATH with mode 0600, or vault:NAME for a secret that
    /// SecretManagement knows; empty for none. The hub keeps the reference, never the secret.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? SshSecret { get; set; }

    /// <summary>With SshNet, account and password, or the key's passphrase, for this session only.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The folder for what Aegir keeps on the server.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Folder { get; set; }

    /// <summary>The web servers that serve together as this one; an empty array for none.</summary>
    [Parameter]
    [Alias("Members")]
    [NameOf(typeof(Server))]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string[]? Member { get; set; }

    /// <summary>The web server whose configuration the hub keeps.</summary>
    [Parameter]
    public WebServerType? WebServer { get; set; }

    /// <summary>Where the web server answers http.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? WebPort { get; set; }

    /// <summary>Where the web server answers https.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int? WebHttpsPort { get; set; }

    /// <summary>The addresses the web server listens on; an empty array for all.</summary>
    [Parameter]
    [Alias("Addresses")]
    [AllowEmptyCollection]
    public string[]? Address { get; set; }

    /// <summary>The program that tests and reloads the web server, with what goes before it, such as sudo, -n, /usr/sbin/nginx; an empty array
    /// for the usual one.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? WebCommand { get; set; }

    /// <summary>The group of the web server's processes.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WebGroup { get; set; }

    /// <summary>Where PHP-FPM answers: the path of a socket, or host:port; empty for the newest socket of /run/php.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? PhpFpm { get; set; }

    /// <summary>The database service for sites; None where sites use SQLite files only.</summary>
    [Parameter]
    public DatabaseType? Database { get; set; }

    /// <summary>Path, on the hub's own server, of a MySQL option file or a PostgreSQL service file whose account may create databases and users.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DatabaseOptionFile { get; set; }

    /// <summary>The address under which sites reach the database server; empty for that of the option file.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? DatabaseHost { get; set; }

    /// <summary>Lets the users of sites come from any address.</summary>
    [Parameter]
    public SwitchParameter DatabaseGrantAllHosts { get; set; }

    /// <summary>PHP's opcache.revalidate_freq where the hub cannot ask the web server, in seconds; 0 where nothing is cached.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int? OpcacheSeconds { get; set; }

    /// <summary>How many queued tasks may work at a time on what the server serves; 0 for any number.</summary>
    [Parameter]
    [ValidateRange(0, 10000)]
    public int? MaxTasks { get; set; }

    /// <summary>How many queued tasks may work at a time on sites whose databases the server has; 0 for any number.</summary>
    [Parameter]
    [ValidateRange(0, 10000)]
    public int? MaxDatabaseTasks { get; set; }

    /// <summary>A folder with one link per site to the docroot that serves it; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? WebRoot { get; set; }

    /// <summary>Where the web server over WebRoot answers, such as http://127.0.0.1:80; empty for nowhere.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? WebUrl { get; set; }

    /// <summary>The PHP command line program.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Php { get; set; }

    /// <summary>The drush for platforms that bring none of their own; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Drush { get; set; }

    /// <summary>The server with what was named. Paths on this machine may be named from where one stands.</summary>
    protected Server Change(Server server)
    {
        server = server with { Transport = Transport ?? server.Transport };
        return server with
        {
            HostName = HostName ?? server.HostName,
            SshUser = Given(SshUser ?? Credential?.UserName, server.SshUser),
            SshSecret = Given(SshSecret, server.SshSecret),
            SshPort = SshPort ?? server.SshPort,
            SshKeyFile = Given(string.IsNullOrEmpty(SshKeyFile) ? SshKeyFile : GetUnresolvedProviderPathFromPSPath(SshKeyFile), server.SshKeyFile),
            Folder = On(server, Folder) ?? server.Folder,
            Members = Member ?? server.Members,
            WebServer = WebServer ?? server.WebServer,
            WebPort = WebPort ?? server.WebPort,
            WebHttpsPort = WebHttpsPort ?? server.WebHttpsPort,
            Addresses = Address ?? server.Addresses,
            WebCommand = WebCommand ?? server.WebCommand,
            WebGroup = WebGroup ?? server.WebGroup,
            PhpFpm = Given(PhpFpm, server.PhpFpm),
            Database = Database ?? server.Database,
            DatabaseOptionFile = DatabaseOptionFile is null
                ? Database is DatabaseType.None or DatabaseType.Sqlite ? null : server.DatabaseOptionFile
                : On(Hub.Servers.Get(Server.MasterName), DatabaseOptionFile),
            DatabaseHost = Given(DatabaseHost, server.DatabaseHost),
            DatabaseGrantAllHosts = IsNamed(nameof(DatabaseGrantAllHosts)) ? DatabaseGrantAllHosts : server.DatabaseGrantAllHosts,
            OpcacheSeconds = OpcacheSeconds ?? server.OpcacheSeconds,
            MaxTasks = MaxTasks ?? server.MaxTasks,
            MaxDatabaseTasks = MaxDatabaseTasks ?? server.MaxDatabaseTasks,
            WebRoot = Given(On(server, WebRoot), server.WebRoot),
            WebUrl = Given(WebUrl, server.WebUrl),
            Php = Php ?? server.Php,
            Drush = Given(Drush, server.Drush),
        };
    }

    /// <summary>Keeps the password of -Credential in the memory of this session.</summary>
    protected void Remember(Server server)
    {
        if (Credential is not null)
            Hub.Secrets.Give(server.Name, Credential.GetNetworkCredential().Password);
    }

    /// <summary>What was named, for a question.</summary>
    protected string Changes() => string.Join(", ", MyInvocation.BoundParameters
        .Where(pair => typeof(ServerSettingsCmdlet).GetProperty(pair.Key)?.DeclaringType == typeof(ServerSettingsCmdlet))
        .Select(pair => $"{pair.Key} = {Said(pair.Value)}").DefaultIfEmpty("nothing"));

    protected bool IsNamed(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private static object? Said(object? value) => value switch
    {
        string[] words => string.Join(' ', words),
        PSCredential credential => credential.UserName + ", for this session",
        _ => value,
    };

    private string? On(Server server, string? path) => string.IsNullOrEmpty(path) ? path : ServerPath(server, path);

    private static string? Given(string? value, string? old) => value is null ? old : value.Length == 0 ? null : value;
}
