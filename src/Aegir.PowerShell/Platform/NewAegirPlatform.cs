using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Registers a code base that is there already, or builds one; and verifies it.</summary>
[Cmdlet(VerbsCommon.New, Nouns.Platform, SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(Platform), typeof(AegirTask))]
public sealed partial class NewAegirPlatformCommand : TaskCmdlet<NewPlatformItem>
{
    private const string PathSet = "Path";
    private const string MakefileSet = "Makefile";
    private const string GitSet = "Git";
    private const string ComposerSet = "Composer";
    private const string ArchiveSet = "Archive";
    private const string CopySet = "Copy";

    /// <summary>The name. Of one that is built it may have the tokens {distribution}, {version}, {date}, {build} and {hash}.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The docroot, or the composer project above it. For one that is built, where to build it; without it the path follows from the name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = MakefileSet)]
    [Parameter(ParameterSetName = GitSet)]
    [Parameter(ParameterSetName = ComposerSet)]
    [Parameter(ParameterSetName = ArchiveSet)]
    [Parameter(ParameterSetName = CopySet)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Path or URL of a makefile of Drush Make, API 2.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MakefileSet)]
    [ValidateNotNullOrEmpty]
    public string Makefile { get; set; } = "";

    /// <summary>URL or path of a git repository.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GitSet)]
    [ValidateNotNullOrEmpty]
    public string GitUrl { get; set; } = "";

    /// <summary>A branch, tag or commit; without it the default branch.</summary>
    [Parameter(ParameterSetName = GitSet)]
    [ValidateNotNullOrEmpty]
    public string? GitRef { get; set; }

    /// <summary>The docroot below the repository's root, where it is not found by itself.</summary>
    [Parameter(ParameterSetName = GitSet)]
    [ValidateNotNullOrEmpty]
    public string? Docroot { get; set; }

    /// <summary>Leaves submodules out.</summary>
    [Parameter(ParameterSetName = GitSet)]
    public SwitchParameter NoSubmodule { get; set; }

    /// <summary>A package with or without a constraint, such as drupal/recommended-project:^10.3; or the path of a folder with a composer.json.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ComposerSet)]
    [ValidateNotNullOrEmpty]
    public string ComposerProject { get; set; } = "";

    /// <summary>Another repository than packagist.org for the package, as composer takes it.</summary>
    [Parameter(ParameterSetName = ComposerSet)]
    [ValidateNotNullOrEmpty]
    public string? ComposerRepository { get; set; }

    /// <summary>Path or URL of a tar or zip archive.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ArchiveSet)]
    [ValidateNotNullOrEmpty]
    public string Archive { get; set; } = "";

    /// <summary>The archive's MD5, SHA-1, SHA-256 or SHA-512 in hexadecimal.</summary>
    [Parameter(ParameterSetName = ArchiveSet)]
    [ValidateNotNullOrEmpty]
    public string? Checksum { get; set; }

    /// <summary>A folder to copy, without the sites in it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CopySet)]
    [ValidateNotNullOrEmpty]
    public string CopyOf { get; set; } = "";

    /// <summary>The distribution it becomes a release of.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NameOf(typeof(Distribution))]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string? Distribution { get; set; }

    /// <summary>The web server or cluster that serves it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string Server { get; set; } = Aegir.Server.MasterName;

    protected override string Activity => ParameterSetName == PathSet ? "Registering platforms" : "Building platforms";

    protected override IEnumerable<NewPlatformItem> Resolve() =>
        Found(Name, () => new NewPlatformItem { Name = Name, Order = ParameterSetName == PathSet ? Registration() : new BuildTask(Build()) });

    protected override string Describe(NewPlatformItem item) => item.Order switch
    {
        BuildTask build => DescribeBuild(build.Build),
        AddPlatformTask add => $"Register the code base in '{add.Path}' as platform '{add.Name}'.",
        _ => base.Describe(item),
    };

    protected override TaskRequest Request(NewPlatformItem item) => item.Order;

    private AddPlatformTask Registration() => new(Name, ServerPath(Hub.Servers.Get(Server), Path!), Server, GivenDistribution);
}

/// <summary>A platform that is to be registered or built, by its name.</summary>
public sealed record NewPlatformItem
{
    public required string Name { get; init; }

    // No parameter of a constructor: PowerShell looks at those on import, and would load the core.
    public required TaskRequest Order { get; init; }

    public override string ToString() => Name;
}
