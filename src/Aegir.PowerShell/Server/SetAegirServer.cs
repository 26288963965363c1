using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Changes a server's services: databases, web server, programs. What is not named stays.</summary>
[Cmdlet(VerbsCommon.Set, Nouns.Server, SupportsShouldProcess = true)]
[OutputType(typeof(Server))]
public sealed class SetAegirServerCommand : HubCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string[] Name { get; set; } = [Aegir.Server.MasterName];

    /// <summary>The database service for sites; None where sites use SQLite files only.</summary>
    [Parameter]
    [ValidateSet("MariaDb", "PostgreSql", "Sqlite", "None")]
    public DatabaseType? Database { get; set; }

    /// <summary>Path of a file with an account that may create databases and users: a MySQL option file with a section [client], or a PostgreSQL
    /// service file with a section [aegir].</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DatabaseOptionFile { get; set; }

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

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var server in ServersNamed(Name))
            if (Approve($"Change server '{server.Name}': {Changes()}."))
                Attempt(server, () =>
                {
                    var changed = Hub.Servers.Set(server.Name, Change);
                    if (PassThru)
                        WriteObject(changed);
                });
    }

    private Server Change(Server server) => server with
    {
        Database = Database ?? server.Database,
        DatabaseOptionFile = Database is DatabaseType.None or DatabaseType.Sqlite
            ? Local(server, DatabaseOptionFile)
            : Local(server, DatabaseOptionFile) ?? server.DatabaseOptionFile,
        WebRoot = Given(Local(server, WebRoot), server.WebRoot),
        WebUrl = Given(WebUrl, server.WebUrl),
        Php = Php ?? server.Php,
        Drush = Given(Drush, server.Drush),
    };

    private string Changes() => string.Join(", ", MyInvocation.BoundParameters
        .Where(pair => pair.Key is nameof(Database) or nameof(DatabaseOptionFile) or nameof(WebRoot) or nameof(WebUrl) or nameof(Php) or nameof(Drush))
        .Select(pair => $"{pair.Key} = {pair.Value}").DefaultIfEmpty("nothing"));

    private string? Local(Server server, string? path) => string.IsNullOrEmpty(path) ? path : ServerPath(server, path);

    private static string? Given(string? value, string? old) => value is null ? old : value.Length == 0 ? null : value;
}
