using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Changes what a distribution follows, how far updates go by themselves, and its name. What is not named stays.</summary>
[Cmdlet(VerbsCommon.Set, Nouns.Distribution, SupportsShouldProcess = true, DefaultParameterSetName = SameSet)]
[OutputType(typeof(Distribution))]
public sealed partial class SetAegirDistributionCommand : HubCmdlet
{
    private const string SameSet = "Same";
    private const string MakefileSet = "Makefile";
    private const string GitSet = "Git";
    private const string StockSet = "Stock";
    private const string ComposerSet = "Composer";
    private const string NoneSet = "None";

    /// <summary>The distribution.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NameOf(typeof(Distribution))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DistributionNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>What it is to be called.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>Follows a makefile, by path or URL: the next platform is built when it, or what it includes, says something else.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MakefileSet)]
    [ValidateNotNullOrEmpty]
    public string Makefile { get; set; } = "";

    /// <summary>Follows a branch of a git repository; the default branch unless another is named.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GitSet)]
    [ValidateNotNullOrEmpty]
    public string GitUrl { get; set; } = "";

    /// <summary>The branch to follow.</summary>
    [Parameter(ParameterSetName = GitSet)]
    [ValidateNotNullOrEmpty]
    public string? GitBranch { get; set; }

    /// <summary>Follows the newest tag that fits a pattern, such as 10.3.*, instead of a branch.</summary>
    [Parameter(ParameterSetName = GitSet)]
    [ValidateNotNullOrEmpty]
    public string? GitTag { get; set; }

    /// <summary>The docroot below the repository's root, where it is not found by itself.</summary>
    [Parameter(ParameterSetName = GitSet)]
    [ValidateNotNullOrEmpty]
    public string? Docroot { get; set; }

    /// <summary>Leaves submodules out.</summary>
    [Parameter(ParameterSetName = GitSet)]
    public SwitchParameter NoSubmodule { get; set; }

    /// <summary>Follows the releases of a project of drupal.org that comes with core: drupal itself, or a distribution.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StockSet)]
    [ValidateNotNullOrEmpty]
    public string StockProject { get; set; } = "";

    /// <summary>The branch of Drupal for releases before Drupal 8, such as 7.x.</summary>
    [Parameter(ParameterSetName = StockSet)]
    [ValidateNotNullOrEmpty]
    public string? CoreBranch { get; set; }

    /// <summary>The releases that may be taken, such as ^10.3. Without it, those of the target's major version.</summary>
    [Parameter(ParameterSetName = StockSet)]
    [ValidateNotNullOrEmpty]
    public string? Constraint { get; set; }

    /// <summary>Follows the releases of a package within its constraint, such as drupal/recommended-project:^10.3; or the lock file of a folder.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ComposerSet)]
    [ValidateNotNullOrEmpty]
    public string ComposerProject { get; set; } = "";

    /// <summary>URL of another repository than packagist.org.</summary>
    [Parameter(ParameterSetName = ComposerSet)]
    [ValidateNotNullOrEmpty]
    public string? ComposerRepository { get; set; }

    /// <summary>Follows nothing: platforms are built by hand.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NoneSet)]
    public SwitchParameter NoSource { get; set; }

    /// <summary>The names of its platforms, with the tokens {distribution}, {version}, {date}, {build} and {hash}.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PlatformName { get; set; }

    /// <summary>The server that its platforms are built for.</summary>
    [Parameter]
    [NameOf(typeof(Server))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string? Server { get; set; }

    /// <summary>How far updates go by themselves: Check, Build, Target, or Upgrade within the maintenance windows.</summary>
    [Parameter]
    public UpdatePolicy? Policy { get; set; }

    /// <summary>When sites may be begun, such as 'Sat,Sun 01:00-05:00 Europe/Berlin'; an empty array for never.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public MaintenanceWindow[]? MaintenanceWindow { get; set; }

    /// <summary>So many sites go first on a new target; the others follow only when these are well.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Canary { get; set; }

    /// <summary>With more failures than this on one target no further site is begun.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxFailure { get; set; }

    /// <summary>How many sites at a time.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int? ThrottleLimit { get; set; }

    /// <summary>Enabled modules that targets may lack; an empty array for none.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? AllowMissing { get; set; }

    /// <summary>For how many days the old side of a site is kept.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int? KeepDays { get; set; }

    /// <summary>Puts out what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void Process() => Attempt(Name, () =>
    {
        var distribution = Hub.Distributions.Get(Name);
        var changed = Changed(distribution);
        if (Changes(distribution, changed) is { Count: > 0 } changes && Approve($"Change distribution '{distribution.Name}': {string.Join(", ", changes)}."))
            distribution = Hub.Distributions.Set(distribution.Name, Changed);
        if (NewName is not null && Approve($"Rename distribution '{distribution.Name}' to '{NewName}'."))
            distribution = Hub.Distributions.Rename(distribution.Name, NewName);
        if (PassThru)
            WriteObject(distribution);
    });
}
