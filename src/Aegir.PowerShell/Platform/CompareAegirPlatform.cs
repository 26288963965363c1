using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Shows the packages of two platforms side by side.</summary>
[Cmdlet(VerbsData.Compare, Nouns.Platform)]
[OutputType(typeof(PackageComparison))]
public sealed class CompareAegirPlatformCommand : HubCmdlet
{
    /// <summary>The platform to start from.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string Reference { get; set; } = "";

    /// <summary>The platform to compare it with.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [NameOf(typeof(Platform))]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string Difference { get; set; } = "";

    protected override void Process() => Attempt(Difference, () =>
        WriteObject(Run((hub, token) => hub.Platforms.CompareAsync(Reference, Difference, token)), enumerateCollection: true));
}
