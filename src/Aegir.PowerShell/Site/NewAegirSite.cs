using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Installs new sites. Each comes with a link that logs its first account in, once, for a day; nobody learns the password.</summary>
[Cmdlet(VerbsCommon.New, Nouns.Site, SupportsShouldProcess = true)]
[OutputType(typeof(Site), typeof(AegirTask))]
public sealed class NewAegirSiteCommand : TaskCmdlet<NewSiteItem>
{
    /// <summary>The domain.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Site", "Domain")]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>A platform that is not locked.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string Platform { get; set; } = "";

    /// <summary>A profile of the platform, also one that it hides.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string Profile { get; set; } = NewSite.DefaultProfile;

    /// <summary>A short code, such as de.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Language { get; set; } = "en";

    /// <summary>What it is called for people; its domain without.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Title { get; set; }

    /// <summary>The address of its first account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AdminEmail { get; set; }

    /// <summary>Whom it belongs to.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClientNameCompleter))]
    public string? Client { get; set; }

    /// <summary>Further names; one may start with "*.".</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Aliases")]
    public string[] Alias { get; set; } = [];

    /// <summary>The server of its database; without, that of the platform, or else the hub's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NameOf(typeof(Server))]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string? DatabaseServer { get; set; }

    /// <summary>Sqlite for a file in the site's folder.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("MariaDb", "PostgreSql", "Sqlite")]
    public DatabaseType? Database { get; set; }

    protected override string Activity => "Installing sites";

    protected override IEnumerable<NewSiteItem> Resolve() => Name.Select(name => new NewSiteItem(new NewSite
    {
        Name = name,
        Platform = Platform,
        Profile = Profile,
        Language = Language,
        Title = Title,
        AdminEmail = AdminEmail,
        Client = Client,
        Aliases = Alias,
        DatabaseServer = DatabaseServer,
        Database = Database,
    }));

    protected override string Describe(NewSiteItem item) => $"Install site '{item}' on platform '{item.Order.Platform}'.";

    protected override TaskRequest Request(NewSiteItem item) => new InstallTask(item.Order);

    protected override void WriteDone(NewSiteItem item, object result) => WriteObject(SiteLogin.Of((InstalledSite)result));
}

/// <summary>A site that is to be installed, by its name.</summary>
public sealed record NewSiteItem(NewSite Order)
{
    public override string ToString() => Order.Name;
}
