using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Adopts sites that stand on a platform, where their files and databases stay as they are; or makes sites that the hub does not know of archives.</summary>
[Cmdlet(VerbsData.Import, Nouns.Site, SupportsShouldProcess = true, DefaultParameterSetName = PlatformSet)]
[OutputType(typeof(Site), typeof(AegirTask))]
public sealed class ImportAegirSiteCommand : TaskCmdlet<NewcomerSite>
{
    private const string Default = "default";

    private const string PlatformSet = "Platform";

    // A set of its own, as a platform has a Name too, which is not that of a site.
    private const string FolderSet = "Folder";

    private const string ArchiveSet = "Archive";

    private string? typedName;

    /// <summary>The platforms to look at; wildcards will do. With -Archive, the one to make the site on, without wildcards; by itself the one that the archive names.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PlatformSet, ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = FolderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ArchiveSet)]
    [NameOf(typeof(Platform))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Platform { get; set; } = [];

    /// <summary>Folders below sites/; without, all that hold a site the hub does not know.</summary>
    [Parameter(Position = 1, ParameterSetName = PlatformSet)]
    [Parameter(Mandatory = true, ParameterSetName = FolderSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Directory { get; set; }

    /// <summary>The domain of a site whose folder is not called by it, such as the one in sites/default. With -Archive, its domain, where that is to be another
    /// than in the archive.</summary>
    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = FolderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ArchiveSet)]
    public string? Name { get; set; }

    /// <summary>Archives on the hub's machine, as Backup-AegirSite or the original system made them; each becomes a site with database, settings and files. For when the
    /// hub, or the machine, was lost.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ArchiveSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Archive { get; set; } = [];

    /// <summary>With -Archive: the server of the database; without, that of the platform, or else the hub's own.</summary>
    [Parameter(ParameterSetName = ArchiveSet)]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string? DatabaseServer { get; set; }

    /// <summary>With -Archive: enabled modules that the platform may lack.</summary>
    [Parameter(ParameterSetName = ArchiveSet)]
    [ValidateNotNull]
    public string[] AllowMissing { get; set; } = [];

    protected override string Activity => "Importing sites";

    // What comes through the pipeline has not come yet: a file has a Name too, which is not that of a site.
    protected override void BeginProcessing() => typedName = Name;

    protected override IEnumerable<NewcomerSite> Resolve() => ParameterSetName == ArchiveSet
        ? Archive.SelectMany(archive => Found(archive, () => new NewcomerSite { Order = new DeployTask(Archived(archive)) }))
        : PlatformsNamed(Platform).SelectMany(FoldersOf).Select(folder => new NewcomerSite { Order = new ImportTask(folder.Platform, folder.Directory, folder.Name) });

    protected override string Describe(NewcomerSite item) => item.Order switch
    {
        ImportTask order => $"Import the site in sites/{order.Directory} of platform '{order.Platform}' as '{item}'.",
        DeployTask { Order: var order } => $"Make site '{item}' of {order.Archive} on {(order.Platform is { } platform ? $"platform '{platform}'" : "the platform that it names")}.",
        _ => item.ToString(),
    };

    protected override TaskRequest Request(NewcomerSite item) => item.Order;

    private ArchivedSite Archived(string archive) => new(ServerPath(Hub.Servers.Get(Server.MasterName), archive))
    {
        Platform = Platform.Length <= 1 ? Platform.FirstOrDefault() : throw new AegirException(AegirErrorKind.InvalidInput, "PlatformAmbiguous",
            $"'{archive}' cannot be made a site of on {Platform.Length} platforms.", "Give one -Platform; a site is on one only."),
        Name = typedName,
        DatabaseServer = DatabaseServer,
        AllowMissing = AllowMissing,
    };

    private IEnumerable<SiteFolder> FoldersOf(Platform platform)
    {
        IReadOnlyList<string> found = Directory ?? [];
        if (Directory is null)
            Attempt(platform, () => found = Run((hub, token) => hub.Sites.FindUnknownAsync(platform.Name, token)));
        // A name can be meant for one folder only: the one that was named, else the one that cannot tell.
        var named = Directory is { Length: 1 } ? Directory[0] : Default;
        foreach (var folder in found)
            if (folder == named && !string.IsNullOrEmpty(Name))
                yield return new SiteFolder(platform.Name, folder, Name);
            else if (folder == Default && Directory is null)
                WriteWarning($"Platform '{platform.Name}' has a site in sites/default, which does not tell its domain. "
                    + $"Adopt it with: Import-AegirSite '{platform.Name}' -Directory default -Name www.example.com");
            else
                yield return new SiteFolder(platform.Name, folder, null);
    }
}
