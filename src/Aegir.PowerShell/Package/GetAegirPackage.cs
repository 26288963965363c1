using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lists the packages in a platform's code base, or those a site has installed.</summary>
[Cmdlet(VerbsCommon.Get, Nouns.Package, DefaultParameterSetName = PlatformSet)]
[OutputType(typeof(Package), ParameterSetName = [PlatformSet])]
[OutputType(typeof(InstalledPackage), ParameterSetName = [SiteSet])]
public sealed class GetAegirPackageCommand : HubCmdlet
{
    private const string PlatformSet = "Platform";
    private const string SiteSet = "Site";

    private WildcardPattern pattern = WildcardPattern.Get("*", WildcardOptions.IgnoreCase);

    /// <summary>Names of platforms, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PlatformSet, ValueFromPipeline = true)]
    [NameOf(typeof(Platform))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Platform { get; set; } = [];

    /// <summary>Names of sites, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SiteSet, ValueFromPipeline = true)]
    [NameOf(typeof(Site))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public string[] Site { get; set; } = [];

    /// <summary>Machine names of packages, with wildcards.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "*";

    /// <summary>Only packages of this type.</summary>
    [Parameter]
    public PackageType? Type { get; set; }

    protected override void BeginProcessing() => pattern = WildcardPattern.Get(Name, WildcardOptions.IgnoreCase);

    protected override void Process()
    {
        foreach (var site in SitesNamed(Site))
            foreach (var package in Hub.Sites.Packages(site.Name))
                Write(package, package.Name, package.Type);
        foreach (var platform in PlatformsNamed(Platform))
            foreach (var package in Hub.Platforms.Packages(platform.Name))
                Write(package, package.Name, package.Type);
    }

    private void Write(object package, string name, PackageType type)
    {
        if (pattern.IsMatch(name) && (Type is null || type == Type))
            WriteObject(package);
    }
}
