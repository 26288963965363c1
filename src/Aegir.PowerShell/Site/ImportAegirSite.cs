using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Adopts sites that stand on a platform; their files and databases stay as they are.</summary>
[Cmdlet(VerbsData.Import, Nouns.Site, SupportsShouldProcess = true, DefaultParameterSetName = PlatformSet)]
[OutputType(typeof(Site), typeof(AegirTask))]
public sealed class ImportAegirSiteCommand : TaskCmdlet<SiteFolder>
{
    private const string Default = "default";

    private const string PlatformSet = "Platform";

    // A set of its own, as a platform has a Name too, which is not that of a site.
    private const string FolderSet = "Folder";

    /// <summary>The platforms to look at; wildcards will do.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PlatformSet, ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = FolderSet, ValueFromPipelineByPropertyName = true)]
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

    /// <summary>The domain of a site whose folder is not called by it, such as the one in sites/default.</summary>
    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = FolderSet, ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    protected override string Activity => "Importing sites";

    protected override IEnumerable<SiteFolder> Resolve() => PlatformsNamed(Platform).SelectMany(FoldersOf);

    protected override string Describe(SiteFolder item) =>
        $"Import the site in sites/{item.Directory} of platform '{item.Platform}' as '{item}'.";

    protected override TaskRequest Request(SiteFolder item) => new ImportTask(item.Platform, item.Directory, item.Name);

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
