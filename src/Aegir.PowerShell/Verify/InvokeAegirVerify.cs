using System.Management.Automation;
using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>Reads platforms and sites afresh, and tries what servers offer.</summary>
[Cmdlet(VerbsLifecycle.Invoke, Nouns.Verify, SupportsShouldProcess = true, DefaultParameterSetName = SiteSet)]
[OutputType(typeof(Site), typeof(Platform), typeof(Server), typeof(AegirTask))]
public sealed class InvokeAegirVerifyCommand : TaskCmdlet<object>
{
    private const string SiteSet = "Site";
    private const string PlatformSet = "Platform";
    private const string ServerSet = "Server";

    /// <summary>Sites, by name or wildcard; piped, also platforms and servers, which are verified themselves.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SiteSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [SiteReference]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SiteNameCompleter))]
    public SiteReference[] Site { get; set; } = [];

    /// <summary>Names of platforms, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    [NameOf(typeof(Platform))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlatformNameCompleter))]
    public string[] Platform { get; set; } = [];

    /// <summary>Names of servers, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [NameOf(typeof(Server))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerNameCompleter))]
    public string[] Server { get; set; } = [];

    protected override string Activity => "Verifying";

    protected override IEnumerable<object> Resolve() => ParameterSetName switch
    {
        PlatformSet => PlatformsNamed(Platform),
        ServerSet => ServersNamed(Server),
        _ => Site.SelectMany(Itself),
    };

    protected override string Describe(object item) => $"Verify {item.GetType().Name.ToLowerInvariant()} '{item}'.";

    protected override TaskRequest Request(object item) => item switch
    {
        Platform platform => new VerifyPlatformTask(platform.Name),
        Server server => new VerifyServerTask(server.Name),
        Site site => new VerifySiteTask(site.Name),
        _ => throw new InvalidOperationException($"A {item.GetType().Name} cannot be verified."),
    };

    private IEnumerable<object> Itself(SiteReference reference) =>
        reference.Platform is { } platform ? PlatformsNamed([platform])
        : reference.Server is { } server ? ServersNamed([server])
        : SitesOf([reference]);
}
