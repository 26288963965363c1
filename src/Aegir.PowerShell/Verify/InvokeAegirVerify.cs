using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Reads platforms and sites afresh, and tries what servers offer.</summary>
[Cmdlet(VerbsLifecycle.Invoke, Nouns.Verify, SupportsShouldProcess = true, DefaultParameterSetName = SiteSet)]
[OutputType(typeof(Site), typeof(Platform), typeof(Server))]
public sealed class InvokeAegirVerifyCommand : EachCmdlet<object>
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

    protected override async Task<object> DoAsync(AegirHub hub, object item, ITaskSink sink, CancellationToken cancellation) => item switch
    {
        Platform platform => await hub.Platforms.VerifyAsync(platform.Name, sink, cancellation).ConfigureAwait(false),
        Server server => await hub.Servers.VerifyAsync(server.Name, sink, cancellation).ConfigureAwait(false),
        Site site => await hub.Sites.VerifyAsync(site.Name, sink, cancellation).ConfigureAwait(false),
        _ => throw new InvalidOperationException($"A {item.GetType().Name} cannot be verified."),
    };

    private IEnumerable<object> Itself(SiteReference reference) =>
        reference.Platform is { } platform ? PlatformsNamed([platform])
        : reference.Server is { } server ? ServersNamed([server])
        : SitesOf([reference]);
}
